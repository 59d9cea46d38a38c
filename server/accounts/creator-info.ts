import type { CreatorInfo as CreatorInfoAnswer } from '#tiktok/client.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { apiRoute } from '../limits/call-route.ts'
import { reserveRoom } from '../limits/reserve-room.ts'
import { creatorInfoWindow } from '../limits/tiktok-windows.ts'
import { WindowFullError } from '../limits/window-full-error.ts'
import { withAccessToken } from './access-token.ts'
import { updateAccount } from './accounts-store.ts'

/** What stays the same is written down again after so long. */
const NOTED_FOR_MS = 60 * 60 * 1000

/**
 * What TikTok says this creator may do now; asked afresh each time, inside the account's window, and how long a
 * video they may post is noted. Throws WindowFullError
 * when that is full, BreakerOpenError when calls rest, and TikTokApiError when they cannot post now.
 */
export async function fetchCreatorInfo(ctx: Context, account: AccountRow): Promise<CreatorInfoAnswer> {
  const { id, openId } = account
  await ctx.breakers.check(apiRoute(id, ctx.config))
  const now = ctx.clock.now()
  const until = await reserveRoom(ctx.db, creatorInfoWindow(openId), now)
  if (until)
    throw new WindowFullError({
      code: 'creator_info_window',
      detail: "TikTok's creator info may be asked 20 times a minute for one account.",
      until,
    })
  const info = await withAccessToken(ctx, id, (accessToken) => ctx.tiktok.creatorInfo({ accessToken }), account)
  await noteMaxDuration(ctx, account, info.maxVideoPostDurationSec)
  return info
}

async function noteMaxDuration(ctx: Context, account: AccountRow, maxVideoDurationS: number): Promise<void> {
  const now = ctx.clock.now()
  const { maxVideoDurationAt: notedAt } = account
  const isNoted = account.maxVideoDurationS === maxVideoDurationS && notedAt && notedAt > after(now, -NOTED_FOR_MS)
  if (!isNoted) await updateAccount(ctx.db, account.id, { maxVideoDurationS, maxVideoDurationAt: now })
}
