import { parseWebhookEvent, type WebhookEvent } from '#tiktok/webhook-event.ts'
import { listAccountsByOpenId, lockAccount, updateAccount } from '../accounts/accounts-store.ts'
import { markRevoked } from '../accounts/mark-revoked.ts'
import { isRemovalCode, removalCode } from '../accounts/revocation-words.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { settlePublication } from '../posts/settle-publication.ts'
import { findTransferByPublishId } from '../posts/transfers-store.ts'
import type { Verdict } from '../posts/verdict.ts'
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
      return settle(ctx, event, { phase: 'failed', failReason: event.reason, postIds: [] })
    case 'publish-complete':
      return settle(ctx, event, { phase: 'published', failReason: null, postIds: [] })
    case 'inbox-delivered':
      return settle(ctx, event, { phase: 'inbox', failReason: null, postIds: [] })
    case 'publicly-available':
      return settle(ctx, event, {
        phase: 'published',
        failReason: null,
        postIds: event.postIds,
      })
    case 'no-longer-publicly-available':
    case 'unknown':
      ctx.log.info({ event: event.event }, 'A TikTok webhook asks for nothing')
  }
}

/** What names another creator than the one whose publish id it is contradicts itself: only the status can tell then. */
async function settle(
  ctx: Context,
  { publishId, openId }: { publishId: string; openId: string | null },
  verdict: Omit<Verdict, 'logId' | 'publishId'>,
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const transfer = await findTransferByPublishId(tx, { publishId, openId })
    if (!transfer) return ctx.log.info('A TikTok webhook is about a post that was not made here')
    await settlePublication(ctx, tx, transfer.publicationId, { ...verdict, publishId, logId: null })
  })
}

async function revokeAccounts(
  ctx: Context,
  { openId, reason, createdAt }: Extract<WebhookEvent, { type: 'authorization-removed' }>,
): Promise<void> {
  if (!openId) return
  for (const { id } of await listAccountsByOpenId(ctx.db, openId))
    await ctx.db.transaction().execute(async (tx) => {
      const account = await lockAccount(tx, id)
      if (isBefore(createdAt, account.connectedAt) || knowsWhy(account)) return
      await markRevoked(ctx, tx, account, removalCode(reason))
      await updateAccount(tx, id, { sealedAccessToken: null, sealedRefreshToken: null })
    })
}

/** A person disconnected it here, or an earlier event said the reason. What a dead token told is less than that. */
function knowsWhy({ status, lastError }: AccountRow): boolean {
  return status === 'revoked' && (lastError === null || isRemovalCode(lastError.code))
}

/** The event may come days late, and speak of a grant that a reconnect has replaced. TikTok's times are whole seconds. */
function isBefore(createdAt: Date, connectedAt: Date): boolean {
  return createdAt.getTime() < Math.floor(connectedAt.getTime() / 1000) * 1000
}
