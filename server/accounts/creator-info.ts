import type { CreatorInfo as CreatorInfoAnswer } from '#tiktok/client.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { apiRoute } from '../limits/call-route.ts'
import { reserveRoom } from '../limits/reserve-room.ts'
import { creatorInfoWindow } from '../limits/tiktok-windows.ts'
import { WindowFullError } from '../limits/window-full-error.ts'
import { withAccessToken } from './access-token.ts'

/**
 * What TikTok says this creator may do now; asked afresh each time, inside the account's window. Throws WindowFullError
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
  return withAccessToken(ctx, id, (accessToken) => ctx.tiktok.creatorInfo({ accessToken }), account)
}
