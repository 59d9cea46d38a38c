import type { Context } from '../context.ts'
import { findDue } from './due-store.ts'
import { publishPost } from './publish-post.ts'
import { takeDue, takeDuePolls } from './take-due.ts'
import { trackPost } from './track-post.ts'
import type { Work } from './work.ts'

/** How often an idle worker looks for what is due: half the second within which a due post must start. */
const POLL_MS = 500
/** What becomes free or due within this time is filled by one statement. */
const GATHER_MS = 50

/** Steps side by side in one process. Uploads wait on the network, so many fit. */
const SLOTS = { publish: 40, track: 16 } as const
/** A workspace that has so many under way here leaves the other slots to the others, were it only one long upload. */
const WORKSPACE_SHARE = 30

type Lane = {
  name: keyof typeof SLOTS
  running: Map<Promise<void>, Work>
  take: (free: number) => Promise<Work[]>
  run: (work: Work, signal: AbortSignal) => Promise<void>
}

/** Takes due steps of publications and runs them until it is disposed of; then it lets what it began end or be resumed. */
export function startSteps(ctx: Context): AsyncDisposable {
  const stopping = new AbortController()
  const lanes = [publishLane(ctx), trackLane(ctx)]
  let looking: Promise<void> | null = null
  let soon: NodeJS.Timeout | undefined

  const start = (lane: Lane, work: Work) => {
    const step = lane
      .run(work, stopping.signal)
      .catch((err: unknown) => {
        if (!stopping.signal.aborted)
          ctx.log.error({ err, publicationId: work.publication.id, step: lane.name }, 'A step of a publication failed')
      })
      .finally(() => {
        lane.running.delete(step)
        lookSoon()
      })
    lane.running.set(step, work)
  }
  const fill = async (lane: Lane) => {
    const free = SLOTS[lane.name] - lane.running.size
    if (free > 0) for (const work of await lane.take(free)) start(lane, work)
  }
  const look = async () => {
    const due = await findDue(ctx.db, ctx.clock.now())
    if (stopping.signal.aborted) return
    await Promise.all(lanes.filter(({ name }) => due[name]).map(fill))
  }
  const lookNow = () => {
    if (looking || stopping.signal.aborted) return
    looking = look()
      .catch((err: unknown) => ctx.log.error({ err }, 'Due publications could not be taken'))
      .finally(() => {
        looking = null
      })
  }
  const lookSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      lookNow()
    }, GATHER_MS)
  }

  const timer = setInterval(lookNow, POLL_MS)
  lookNow()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stopping.abort()
      await looking
      await Promise.all(lanes.flatMap(({ running }) => [...running.keys()]))
      clearTimeout(soon)
    },
  }
}

function publishLane(ctx: Context): Lane {
  const running: Lane['running'] = new Map()
  return {
    name: 'publish',
    running,
    take: (limit) => takeDue(ctx, { limit, crowded: crowdedIn(running) }),
    run: (work, signal) => publishPost(ctx, work, { signal }),
  }
}

function trackLane(ctx: Context): Lane {
  return {
    name: 'track',
    running: new Map(),
    take: (limit) => takeDuePolls(ctx, { limit }),
    run: (work) => trackPost(ctx, work),
  }
}

function crowdedIn(running: Lane['running']): string[] {
  const counts = new Map<string, number>()
  for (const { publication } of running.values())
    counts.set(publication.workspaceId, (counts.get(publication.workspaceId) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= WORKSPACE_SHARE).map(([workspaceId]) => workspaceId)
}
