import { parseWebhookEvent, type WebhookEvent } from '#tiktok/webhook-event.ts'
import { listAccountsByOpenId } from '../accounts/accounts-store.ts'
import { markRevoked } from '../accounts/mark-revoked.ts'
import type { Context } from '../context.ts'
import { getPublication } from '../posts/publications-store.ts'
import { settlePublication, type Verdict } from '../posts/settle-publication.ts'
import { findTransferByPublishId } from '../posts/transfers-store.ts'
import { deliveredBody } from './deliveries-store.ts'

/** Task: does what a webhook says. The same move as a status poll would make, in any order and any number of times. */
export async function applyTikTokEvent(ctx: Context, { bodyHash }: { bodyHash: string }): Promise<void> {
  const body = await deliveredBody(ctx.db, bodyHash)
  if (body === undefined) return
  const event = parseWebhookEvent(body)
  switch (event.type) {
    case 'authorization-removed':
      return revokeAccounts(ctx, event)
    case 'publish-failed':
      return settle(ctx, event.publishId, { phase: 'failed', failReason: event.reason, postIds: [] })
    case 'publish-complete':
      return settle(ctx, event.publishId, { phase: 'published', failReason: null, postIds: [] })
    case 'inbox-delivered':
      return settle(ctx, event.publishId, { phase: 'inbox', failReason: null, postIds: [] })
    case 'publicly-available':
      return settle(ctx, event.publishId, {
        phase: 'published',
        failReason: null,
        postIds: event.postId ? [event.postId] : [],
      })
    case 'no-longer-publicly-available':
    case 'unknown':
      ctx.log.info({ event: event.event }, 'A TikTok webhook asks for nothing')
  }
}

async function settle(ctx: Context, publishId: string, verdict: Omit<Verdict, 'logId'>): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const transfer = await findTransferByPublishId(tx, publishId)
    const publication = transfer && (await getPublication(tx, transfer.publicationId))
    if (!publication) return ctx.log.info('A TikTok webhook is about a post that was not made here')
    if (transfer.state === 'abandoned')
      return ctx.log.warn(
        { publicationId: publication.id, phase: verdict.phase },
        'A TikTok webhook is about an upload that was given up',
      )
    await settlePublication(ctx, tx, publication, { ...verdict, logId: null })
  })
}

async function revokeAccounts(
  ctx: Context,
  { openId, reason }: Extract<WebhookEvent, { type: 'authorization-removed' }>,
): Promise<void> {
  if (!openId) return
  for (const account of await listAccountsByOpenId(ctx.db, openId))
    if (account.status === 'active') await markRevoked(ctx, ctx.db, account, `authorization_removed_${reason}`)
}
