import type { CreatorInfo as CreatorInfoAnswer } from '#tiktok/client.ts'
import type { Context } from '../context.ts'
import { withAccessToken } from './access-token.ts'

/** What TikTok says this creator may do now; asked afresh each time. Throws TikTokApiError when they cannot post now. */
export function fetchCreatorInfo(ctx: Context, accountId: string): Promise<CreatorInfoAnswer> {
  return withAccessToken(ctx, accountId, (accessToken) => ctx.tiktok.creatorInfo({ accessToken }))
}
