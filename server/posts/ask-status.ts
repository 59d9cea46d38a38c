import type { PublishStatus } from '#tiktok/client.ts'
import { withAccessToken } from '../accounts/access-token.ts'
import type { Context } from '../context.ts'
import { apiRoute } from '../limits/call-route.ts'
import { reserveRoom } from '../limits/reserve-room.ts'
import { statusWindow } from '../limits/tiktok-windows.ts'
import type { Decision } from './decision.ts'
import type { Work } from './work.ts'

/**
 * TikTok's status of a publish id, inside the 30 calls a minute that all publications of the account share. Throws
 * BreakerOpenError when calls rest, else what the call throws.
 */
export async function askStatus(
  ctx: Context,
  { account }: Pick<Work, 'account'>,
  publishId: string,
): Promise<PublishStatus | Decision> {
  await ctx.breakers.check(apiRoute(account.id, ctx.config))
  const fullUntil = await reserveRoom(ctx.db, statusWindow(account.openId), ctx.clock.now())
  if (fullUntil)
    return {
      kind: 'wait',
      until: fullUntil,
      failure: {
        code: 'status_window',
        detail: 'The status of one account may be asked 30 times a minute.',
        remedy: 'It goes on by itself.',
      },
    }
  const ask = (accessToken: string) => ctx.tiktok.publishStatus({ accessToken, publishId })
  return withAccessToken(ctx, account.id, ask, account)
}

export function isDecision<Answer extends object>(answer: Answer | Decision): answer is Decision {
  return 'kind' in answer
}
