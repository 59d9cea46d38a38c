import type { Context } from './context.ts'
import type { TaskFunctions } from './jobs/jobs.ts'
import { sweepUploads } from './media/sweep-uploads.ts'
import { publishPost } from './posts/publish-post.ts'
import { sweepPosts } from './posts/sweep-posts.ts'
import { trackPost } from './posts/track-post.ts'
import { applyTikTokEvent } from './webhooks/apply-tiktok-event.ts'
import { forgetDeliveries } from './webhooks/forget-deliveries.ts'

/** Every task name bound to its function. */
export function taskFunctions(ctx: Context): TaskFunctions {
  return {
    'publish-post': (payload, run) => publishPost(ctx, payload, run),
    'track-post': (payload) => trackPost(ctx, payload),
    'apply-tiktok-event': (payload) => applyTikTokEvent(ctx, payload),
    sweep: async () => {
      await sweepPosts(ctx)
      await sweepUploads(ctx)
      await forgetDeliveries(ctx)
    },
  }
}
