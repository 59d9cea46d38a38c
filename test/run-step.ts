import type { Context } from '#server/context.ts'
import { publishPost } from '#server/posts/publish-post.ts'
import { takeDue, takeDuePolls } from '#server/posts/take-due.ts'
import { trackPost } from '#server/posts/track-post.ts'

const run = { signal: new AbortController().signal }

/** What a worker does that comes for this publication: takes it if it is due and free, and publishes it. */
export async function publishNow(ctx: Context, publicationId: string, { signal } = run): Promise<void> {
  for (const work of await takeDue(ctx, { publicationId })) await publishPost(ctx, work, { signal })
}

/** What a worker does that comes for the status of this publication: asks TikTok if that is due. */
export async function trackNow(ctx: Context, publicationId: string): Promise<void> {
  for (const work of await takeDuePolls(ctx, { publicationId })) await trackPost(ctx, work)
}

/** Runs the steps that are due, one after another as one worker takes them, until none is left. Returns how many. */
export async function drainSteps(ctx: Context): Promise<number> {
  let ran = 0
  for (;;) {
    const toPublish = await takeDue(ctx, { limit: 1 })
    for (const work of toPublish) await publishPost(ctx, work, run)
    const toTrack = await takeDuePolls(ctx, { limit: 100 })
    for (const work of toTrack) await trackPost(ctx, work)
    if (toPublish.length + toTrack.length === 0) return ran
    ran += toPublish.length + toTrack.length
  }
}
