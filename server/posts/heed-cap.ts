import { getAccount, learnDailyPosts } from '../accounts/accounts-store.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { lastLearned, learnCap } from '../limits/daily-cap.ts'
import { firstLeavingAt } from '../limits/places-store.ts'
import { releaseRoom } from '../limits/reserve-room.ts'
import { dailyPostsWindow, postingAccountsWindow } from '../limits/tiktok-windows.ts'
import { listCountedPosts, listPostingAccounts } from './booked-places-store.ts'
import type { Decision } from './decision.ts'
import { appOpensAt } from './find-room.ts'
import type { Work } from './work.ts'

/**
 * TikTok has the last word on its caps: where it says that one is reached, our books learn from it, and the publication
 * waits until they have a place. Every other decision stays as it is.
 */
export async function heedCap(
  ctx: Context,
  tx: Tx,
  { publication, account }: Pick<Work, 'publication' | 'account'>,
  decision: Decision,
): Promise<Decision> {
  if (decision.kind !== 'wait') return decision
  const { code } = decision.failure
  if (code === 'spam_risk_too_many_posts') {
    // TikTok made no post of it, so it holds no place.
    await releaseRoom(tx, dailyPostsWindow(account.openId, 0), publication.id)
    return { ...decision, until: (await learnDailyCap(ctx, tx, account)) ?? decision.until }
  }
  if (code === 'reached_active_user_cap')
    return { ...decision, until: await appRoomAt(ctx, tx, account, decision.until) }
  return decision
}

/**
 * When an account that has not posted today is to ask again. Before the audit our books know; TikTok does not tell the
 * number of an audited app, so this is `recheckAt`, or the moment when the first account has not posted for 24 h.
 */
async function appRoomAt(ctx: Context, tx: Tx, account: AccountRow, recheckAt: Date): Promise<Date> {
  const now = ctx.clock.now()
  const posting = ctx.config.tiktok.isAudited
    ? []
    : await listPostingAccounts(tx, after(now, -postingAccountsWindow.windowMs))
  const opensAt = appOpensAt(posting, account)
  if (opensAt) return opensAt
  const leavesAt = await firstLeavingAt(tx, dailyPostsWindow('', 0), now)
  return leavesAt && leavesAt < recheckAt ? leavesAt : recheckAt
}

/** Keeps what the refusal teaches for the creator, in whichever workspaces. Gives the time of the next free place. */
async function learnDailyCap(ctx: Context, tx: Tx, { id, openId }: AccountRow): Promise<Date | null> {
  const now = ctx.clock.now()
  const configured = ctx.config.tiktok.dailyPosts
  // TikTok counts a post from when it was published, our places from its init: a few seconds must not cost one of the cap.
  const counted = await listCountedPosts(tx, openId, now)
  const known = lastLearned(await getAccount(tx, id))
  const learned = counted.length < configured ? learnCap(known, counted.length, now) : null
  if (learned && (learned.limit !== known?.limit || learned.until > known.until)) {
    const accounts = await learnDailyPosts(tx, openId, learned)
    for (const { workspaceId, id: accountId } of accounts)
      await notifyWorkspace(tx, workspaceId, { type: 'account', accountId })
    ctx.log.info({ accountId: id, ...learned }, 'TikTok takes fewer posts of this creator in 24 hours')
  }
  const blocking = counted[counted.length - (learned?.limit ?? configured)]
  if (!blocking) return null
  const freeAt = after(blocking, dailyPostsWindow(openId, configured).windowMs)
  return learned && learned.until < freeAt ? learned.until : freeAt
}
