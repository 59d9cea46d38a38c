import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { addRefresh } from './add-refresh.ts'
import { listUnplanned, moveRefresh } from './refresh-store.ts'
import { plannedRefreshAt } from './refresh-times.ts'

/** A job that is this late was lost, or the fleet is so busy that one more does no harm. */
const GRACE_MS = 5 * 60 * 1000
const MOST_AT_ONCE = 1000

/** Once a minute: a job for every active account whose own got lost, or that is from before there were such jobs. */
export async function sweepRefreshes(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const unplanned = await listUnplanned(ctx.db, { dueBefore: after(now, -GRACE_MS), limit: MOST_AT_ONCE })
  for (const seen of unplanned)
    await ctx.db.transaction().execute(async (tx) => {
      const refreshAt = seen.refreshAt === null ? plannedRefreshAt(seen, now, ctx.random) : now
      const account = await moveRefresh(tx, seen, refreshAt)
      if (account) await addRefresh(ctx, tx, account)
    })
  if (unplanned.length > 0) ctx.log.info({ count: unplanned.length }, 'Accounts without a refresh job got one')
}
