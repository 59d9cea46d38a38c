import pg from 'pg'
import { z } from 'zod'
import { WorkspaceEvent } from '#shared/api/events.ts'
import type { Logger } from '../logger.ts'
import { CHANNEL } from './notify-workspace.ts'

/** `onLost`: events may have been missed, so the watcher has to read everything anew. */
type Watcher = { onEvent: (event: WorkspaceEvent) => void; onLost: () => void }

export type WorkspaceFeed = Awaited<ReturnType<typeof createWorkspaceFeed>>

const Notice = z.object({ workspaceId: z.string(), event: WorkspaceEvent })
const RECONNECT_MS = 1000

/** One connection that listens to the database and hands each event to those who watch its workspace. */
export async function createWorkspaceFeed({ databaseUrl, log }: { databaseUrl: string; log: Logger }) {
  const watchers = new Map<string, Set<Watcher>>()
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined
  let isClosed = false

  const deliver = (payload = '') => {
    const notice = Notice.safeParse(readJson(payload))
    if (!notice.success) return log.warn('The event feed got a notice that it does not know')
    const { workspaceId, event } = notice.data
    for (const watcher of watchers.get(workspaceId) ?? []) watcher.onEvent(event)
  }
  const connect = async () => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'clipdeck-feed', keepAlive: true })
    next.on('notification', ({ payload }) => deliver(payload))
    next.on('error', (err) => log.warn({ err }, 'The event feed lost its connection'))
    next.on('end', lose)
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    client = next
  }
  const lose = () => {
    if (isClosed) return
    for (const watcher of [...watchers.values()].flatMap((set) => [...set])) watcher.onLost()
    reconnectLater()
  }
  const reconnectLater = () => {
    clearTimeout(retry)
    retry = setTimeout(() => void connect().catch(reconnectLater), RECONNECT_MS)
  }
  await connect()

  return {
    /** Tells the watcher each event of the workspace; returns how to stop. */
    subscribe(workspaceId: string, watcher: Watcher): () => void {
      const set = watchers.get(workspaceId) ?? new Set()
      watchers.set(workspaceId, set.add(watcher))
      return () => {
        set.delete(watcher)
        if (set.size === 0) watchers.delete(workspaceId)
      }
    },
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}

/** Undefined for what is no JSON: another version of Clipdeck may be running on the same database. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
