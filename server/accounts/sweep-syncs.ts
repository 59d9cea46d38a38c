import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { listOverdueSyncs } from './account-syncs-store.ts'

/** A job that is this late was lost, or its process died. */
const GRACE_MS = 60_000
const MOST_AT_ONCE = 200

/** Once a minute: gives every account whose sync is overdue a new job. Two jobs for one sync do no harm. */
export async function sweepSyncs(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const overdue = await listOverdueSyncs(ctx.db, { dueBefore: after(now, -GRACE_MS), limit: MOST_AT_ONCE })
  for (const accountId of overdue) await ctx.jobs.add(ctx.db, 'sync-account', { accountId }, { runAt: now })
}
