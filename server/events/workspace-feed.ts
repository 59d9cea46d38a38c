import { WorkspaceEvent } from '#shared/api/events.ts'
import pg from 'pg'
import { z } from 'zod'
import type { Logger } from '../logger.ts'
import { CHANNEL } from './notify-workspace.ts'

type Listener = (event: WorkspaceEvent) => void

export type WorkspaceFeed = Awaited<ReturnType<typeof createWorkspaceFeed>>

const Notice = z.object({ workspaceId: z.string(), event: WorkspaceEvent })
const RECONNECT_MS = 1000

/** One connection that listens to the database and hands each event to those who watch its workspace. */
export async function createWorkspaceFeed({ databaseUrl, log }: { databaseUrl: string; log: Logger }) {
  const listeners = new Map<string, Set<Listener>>()
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined
  let isClosed = false

  const deliver = (payload: string | undefined) => {
    const { workspaceId, event } = Notice.parse(JSON.parse(payload ?? ''))
    for (const listener of listeners.get(workspaceId) ?? []) listener(event)
  }
  const connect = async () => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'clipdeck-feed', keepAlive: true })
    next.on('notification', ({ payload }) => deliver(payload))
    next.on('error', (err) => {
      log.warn({ err }, 'The event feed lost its connection')
      reconnectLater()
    })
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    client = next
  }
  const reconnectLater = () => {
    if (isClosed) return
    clearTimeout(retry)
    retry = setTimeout(() => connect().catch(reconnectLater), RECONNECT_MS)
  }
  await connect()

  return {
    /** Calls `listener` for each event of the workspace; returns how to stop. */
    subscribe(workspaceId: string, listener: Listener): () => void {
      const set = listeners.get(workspaceId) ?? new Set()
      listeners.set(workspaceId, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(workspaceId)
      }
    },
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
