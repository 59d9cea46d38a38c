import { TikTokApiError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { apiRoute } from '../limits/call-route.ts'
import type { Secret } from '../vault/secret.ts'
import { openUsableToken } from './account-tokens.ts'
import { getAccount } from './accounts-store.ts'
import { refreshToken } from './refresh-token.ts'

/**
 * Calls TikTok with the account's access token: refreshed first when it is about to end, and once more when TikTok
 * says that it is no longer valid. Throws AccountUnusableError when a person must reconnect, TokenRefreshError when there
 * is no token for now, BreakerOpenError when calls rest, else what `call` throws. `known`: the account as it was read a
 * moment ago; a token that was replaced since is found out by TikTok's answer.
 */
export async function withAccessToken<T>(
  ctx: Context,
  accountId: string,
  call: (accessToken: string) => Promise<T>,
  known?: AccountRow,
): Promise<T> {
  const route = apiRoute(accountId, ctx.config)
  await ctx.breakers.check(route)
  const token = await freshToken(ctx, known ?? (await getAccount(ctx.db, accountId)))
  const send = (accessToken: Secret) => ctx.breakers.call(route, () => call(accessToken.reveal()))
  try {
    return await send(token)
  } catch (error) {
    if (!(error instanceof TikTokApiError) || error.code !== 'access_token_invalid') throw error
    ctx.log.info({ accountId, logId: error.logId }, 'TikTok no longer accepts the access token; refreshing it')
    const renewed = await refreshToken(ctx, accountId, { insteadOf: token })
    return send(renewed)
  }
}

async function freshToken(ctx: Context, account: AccountRow): Promise<Secret> {
  return (await openUsableToken(ctx, account)) ?? refreshToken(ctx, account.id)
}
