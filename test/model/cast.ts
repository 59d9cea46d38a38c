import { beginConnect, finishConnect } from '#server/accounts/connect-account.ts'
import { disconnectAccount } from '#server/accounts/disconnect-account.ts'
import type { Context } from '#server/context.ts'
import { cancelPublication } from '#server/posts/cancel-post.ts'
import { composePost, editPost } from '#server/posts/compose-post.ts'
import { resolvePublication } from '#server/posts/resolve-publication.ts'
import { releaseForgotten, releaseHeld, retryPublication } from '#server/posts/retry-post.ts'
import { schedulePost } from '#server/posts/schedule-post.ts'
import { applyTikTokEvent } from '#server/webhooks/apply-tiktok-event.ts'
import { CreatePost, UpdatePost } from '#shared/api/posts.ts'
import { directTarget, videoPost } from '../person.ts'
import { publishNow, trackNow } from '../run-step.ts'
import { CREATOR, type ModelStage, type Size } from './model-stage.ts'

type Scene = Pick<ModelStage, 'workspaceId' | 'media' | 'simulator'>
type Wish = { mode: 'direct' | 'draft'; size: Size; caption: string; publishAt: string }
type Named = { id: string; postId: string }

const NAME = 'Ada'

/** What processes do, each in the context it is given. */
export function createCast({ workspaceId, media, simulator }: Scene) {
  const author = { workspaceId, name: NAME }
  const connector = { sessionId: 'model', workspaceId }
  const target = (accountId: string, mode: 'direct' | 'draft', privacyLevel: string) =>
    mode === 'direct' ? directTarget({ id: accountId }, { privacyLevel }) : { accountId, mode }

  return {
    publish: (ctx: Context, publicationId: string, signal: AbortSignal) => publishNow(ctx, publicationId, { signal }),
    track: trackNow,
    webhook: (ctx: Context, bodyHash: string) => applyTikTokEvent(ctx, { bodyHash }),
    sweep: releaseForgotten,

    async compose(ctx: Context, accountId: string, wish: Wish) {
      const { caption, publishAt } = wish
      const targets = [target(accountId, wish.mode, 'PUBLIC_TO_EVERYONE')]
      const { id } = await composePost(
        ctx,
        author,
        CreatePost.parse(videoPost(media[wish.size], targets, { caption, publishAt })),
      )
      return id
    },
    cancel: (ctx: Context, { id }: Named) => cancelPublication(ctx, workspaceId, id),
    retry: (ctx: Context, { id }: Named) => retryPublication(ctx, workspaceId, id),
    resolve: (ctx: Context, { id }: Named, outcome: 'published' | 'failed') =>
      resolvePublication(ctx, workspaceId, { id, outcome, by: NAME }),
    putOff: (ctx: Context, { postId }: Named, publishAt: string) => schedulePost(ctx, author, postId, { publishAt }),
    choose: (
      ctx: Context,
      { postId }: Named,
      wish: { accountId: string; mode: 'direct' | 'draft'; privacyLevel: string },
    ) => {
      const targets = [target(wish.accountId, wish.mode, wish.privacyLevel)]
      return editPost(ctx, author, postId, UpdatePost.parse({ targets, consent: { musicUsage: true } }))
    },

    async disconnect(ctx: Context) {
      const account = await ctx.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
      await disconnectAccount(ctx, account)
    },
    /** The same as the callback's route does. */
    async connect(ctx: Context) {
      const consentUrl = await beginConnect(ctx, connector, { returnTo: '/' })
      const callback = new URL(await simulator.authorize(consentUrl, { username: CREATOR }))
      const outcome = await finishConnect(ctx, [connector], Object.fromEntries(callback.searchParams))
      if ('account' in outcome) await releaseHeld(ctx, outcome.account.id)
    },
  }
}
