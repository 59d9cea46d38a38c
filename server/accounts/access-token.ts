import { TikTokApiError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import type { Secret } from '../vault/secret.ts'
import { unusable } from './account-error.ts'
import { openToken, sealGrant } from './account-tokens.ts'
import { getAccount, lockAccount, updateAccount } from './accounts-store.ts'
import { markRevoked } from './mark-revoked.ts'
import { createTurns } from './turns.ts'

/** A step must not start with less than this left (publishing: an init and its polls). */
const MINIMUM_MS = 10 * 60 * 1000

/**
 * A refresh keeps its database connection while TikTok thinks. Whoever waits for one in this process keeps none, and all
 * refreshes together leave most of the pool to everybody else.
 */
const takeTurn = createTurns({ most: 6 })

/**
 * Calls TikTok with the account's access token: refreshed first when it is about to end, and once more when TikTok
 * says that it is no longer valid. Throws AccountUnusableError when a person must reconnect, else what `call` throws.
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
  const token = await usableToken(ctx, account)
  return token ?? refreshToken(ctx, accountId)
}

/** The stored access token if it lasts long enough, else null. */
async function usableToken(ctx: Context, account: AccountRow): Promise<Secret | null> {
  if (account.status !== 'active') throw unusable(account.status)
  const leftMs = (account.tokenExpiresAt?.getTime() ?? 0) - ctx.clock.now().getTime()
  const quarterMs = ((account.tokenLifetimeS ?? 0) * 1000) / 4
  return leftMs > Math.max(MINIMUM_MS, quarterMs) ? openToken(ctx, account, 'access-token') : null
}

/**
 * Look, lock, look again, refresh, store: one refresh per account at a time in the whole fleet, because TikTok's old
 * refresh token dies with the answer (docs page "oauth-user-access-token-management").
 * `insteadOf`: a token that TikTok just refused; if another process has replaced it meanwhile, that one is used.
 * `force`: a person asks for it, however long the token still lasts.
 */
export function refreshToken(
  ctx: Context,
  accountId: string,
  options: { insteadOf?: Secret; force?: boolean } = {},
): Promise<Secret> {
  return takeTurn(accountId, () => refreshNow(ctx, accountId, options))
}

async function refreshNow(
  ctx: Context,
  accountId: string,
  { insteadOf, force = false }: { insteadOf?: Secret; force?: boolean },
): Promise<Secret> {
  const outcome = await ctx.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, accountId)
    const stored = insteadOf ? await replacement(ctx, account, insteadOf) : await usableToken(ctx, account)
    if (stored && !force) return { token: stored }
    const refreshing = await openToken(ctx, account, 'refresh-token')
    if (!refreshing) {
      await markRevoked(ctx, tx, account, 'no_refresh_token')
      return { token: null }
    }
    try {
      const grant = await ctx.tiktok.refreshToken({ refreshToken: refreshing.reveal() })
      const saved = await updateAccount(tx, account.id, {
        ...(await sealGrant(ctx, account.id, grant)),
        lastError: null,
      })
      await notifyWorkspace(tx, account.workspaceId, { type: 'account', accountId })
      return { token: await openToken(ctx, saved, 'access-token') }
    } catch (error) {
      if (!(error instanceof TikTokApiError) || error.remedy !== 'reconnect') throw error
      await markRevoked(ctx, tx, account, error.code)
      return { token: null }
    }
  })
  if (outcome.token) return outcome.token
  throw unusable('revoked')
}

async function replacement(ctx: Context, account: AccountRow, refused: Secret): Promise<Secret | null> {
  if (account.status !== 'active') throw unusable(account.status)
  const stored = await openToken(ctx, account, 'access-token')
  return stored && stored.reveal() !== refused.reveal() ? stored : null
}
