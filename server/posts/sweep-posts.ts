import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { listStuck } from './publications-store.ts'
import { releaseForgotten } from './retry-post.ts'
import { addStep } from './work.ts'

/** A job that is this late was lost: with a database that was restored, say, or a queue that was emptied. */
const GRACE_MS = 60_000
const MOST_AT_ONCE = 1000

/** Once a minute: gives every publication whose step is overdue a new job. Two jobs for one step do no harm. */
export async function sweepPosts(ctx: Context): Promise<void> {
  await releaseForgotten(ctx)
  const now = ctx.clock.now()
  const stuck = await listStuck(ctx.db, { now, dueBefore: after(now, -GRACE_MS), limit: MOST_AT_ONCE })
  for (const { id, status } of stuck) {
    const task = status === 'scheduled' || status === 'publishing' ? 'publish-post' : 'track-post'
    await addStep(ctx, ctx.db, task, { publicationId: id, runAt: now })
  }
  if (stuck.length > 0) ctx.log.info({ count: stuck.length }, 'Overdue publications got a new job')
}
