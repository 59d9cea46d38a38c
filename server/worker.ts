import { refreshDueToken } from './accounts/refresh-due-token.ts'
import { sweepRefreshes } from './accounts/sweep-refreshes.ts'
import { sweepSyncs } from './accounts/sweep-syncs.ts'
import { syncAccount } from './accounts/sync-account.ts'
import type { Context } from './context.ts'
import type { TaskFunctions } from './jobs/jobs.ts'
import { forgetBreakers } from './limits/forget-breakers.ts'
import { renderMedia } from './media/render-media.ts'
import { sweepRenders } from './media/sweep-renders.ts'
import { releaseForgotten } from './posts/retry-post.ts'
import { sweepUploads } from './uploads/sweep-uploads.ts'
import { applyTikTokEvent } from './webhooks/apply-tiktok-event.ts'
import { forgetDeliveries } from './webhooks/forget-deliveries.ts'

/** Every task name bound to its function. */
export function taskFunctions(ctx: Context): TaskFunctions {
  return {
    'apply-tiktok-event': (payload) => applyTikTokEvent(ctx, payload),
    'sync-account': (payload) => syncAccount(ctx, payload),
    'refresh-token': (payload) => refreshDueToken(ctx, payload),
    'render-media': (payload, run) => renderMedia(ctx, payload, run),
    sweep: async () => {
      await releaseForgotten(ctx)
      await sweepRefreshes(ctx)
      await sweepSyncs(ctx)
      await sweepUploads(ctx)
      await sweepRenders(ctx)
      await forgetDeliveries(ctx)
      await forgetBreakers(ctx)
    },
  }
}
