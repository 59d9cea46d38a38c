import { TikTokApiError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { Secret } from '../vault/secret.ts'
import { openUsableToken } from './account-tokens.ts'
import { getAccount } from './accounts-store.ts'
import { refreshToken } from './refresh-token.ts'

/**
 * Calls TikTok with the account's access token: refreshed first when it is about to end, and once more when TikTok
 * says that it is no longer valid. Throws AccountUnusableError when a person must reconnect, TokenRefreshError when there
 * is no token for now, else what `call` throws.
 */
export async function withAccessToken<T>(
  ctx: Context,
  accountId: string,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const token = await freshToken(ctx, accountId)
  try {
    return await call(token.reveal())
  } catch (error) {
    if (!(error instanceof TikTokApiError) || error.code !== 'access_token_invalid') throw error
    ctx.log.info({ accountId, logId: error.logId }, 'TikTok no longer accepts the access token; refreshing it')
    const renewed = await refreshToken(ctx, accountId, { insteadOf: token })
    return call(renewed.reveal())
  }
}

async function freshToken(ctx: Context, accountId: string): Promise<Secret> {
  const account = await getAccount(ctx.db, accountId)
  return (await openUsableToken(ctx, account)) ?? refreshToken(ctx, accountId)
}
