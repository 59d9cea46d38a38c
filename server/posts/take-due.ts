import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/record-event.ts'
import { type TakenRow, takeFairly, takeOne, takePolls } from './due-store.ts'
import { holdTooLate } from './hold-too-late.ts'
import { LEASE_MS } from './lease.ts'
import { loadWorks, type Work } from './work.ts'

/** If a worker dies after it claimed a poll, another one asks after this long. */
const POLL_CLAIM_MS = 60_000

/** What to take: up to `limit`, none of the workspaces in `crowded`; or one publication by its id. */
export type Wanted = { limit: number; crowded?: string[] } | { publicationId: string }

/**
 * Takes what is due to be published: `scheduled → publishing`, leased to this worker, by one guarded update. A second
 * worker that comes for it finds nothing to do. What is too late is held, and the next is taken in its place.
 */
export async function takeDue(ctx: Context, wanted: Wanted): Promise<Work[]> {
  for (;;) {
    const { inTime, areAllLate } = await take(ctx, wanted)
    if (!areAllLate) return loadWorks(ctx.db, inTime)
  }
}

async function take(ctx: Context, wanted: Wanted): Promise<{ inTime: TakenRow[]; areAllLate: boolean }> {
  const now = ctx.clock.now()
  const taking = { now, until: after(now, LEASE_MS) }
  return ctx.db.transaction().execute(async (tx) => {
    const rows =
      'limit' in wanted
        ? await takeFairly(tx, { ...taking, limit: wanted.limit, crowded: wanted.crowded ?? [] })
        : await takeOne(tx, { ...taking, id: wanted.publicationId })
    const inTime = await holdTooLate(tx, rows, now)
    const started = inTime.filter(({ isFirst }) => isFirst)
    const begins = { at: now, kind: 'started', status: 'publishing' as const, message: 'Publishing begins.' }
    await recordEvents(
      tx,
      started.map((publication) => ({ publication, ...begins })),
    )
    return { inTime, areAllLate: rows.length > 0 && inTime.length === 0 }
  })
}

/** Claims polls that are due: TikTok is asked what became of a publish id. */
export async function takeDuePolls(ctx: Context, wanted: { limit: number } | { publicationId: string }) {
  const now = ctx.clock.now()
  const which = 'limit' in wanted ? wanted : { limit: 1, id: wanted.publicationId }
  const claimed = await takePolls(ctx.db, { now, until: after(now, POLL_CLAIM_MS), ...which })
  return loadWorks(ctx.db, claimed)
}
