import type { TokenGrant } from '#tiktok/client.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { Secret } from '../vault/secret.ts'
import { unusable } from './account-error.ts'
import { plannedRefreshAt, refreshDueAt } from './refresh-times.ts'

export type TokenField = 'access-token' | 'refresh-token'

/** Nobody is refreshing, nothing is planned, and nothing is in doubt. */
export const NO_REFRESH = {
  refreshAt: null,
  refreshFailures: 0,
  refreshLeaseId: null,
  refreshLeaseUntil: null,
  refreshSentAt: null,
}

/**
 * The columns that a grant of TikTok fills, sealed for this account. Lifetimes are what TikTok said, never constants.
 * Whoever saves them adds the job of `refreshAt` in the same transaction (`addRefresh`).
 */
export async function sealGrant(ctx: Context, accountId: string, grant: TokenGrant) {
  const now = ctx.clock.now()
  const seal = (text: string, field: TokenField) => ctx.vault.seal(new Secret(text), { ownerId: accountId, field })
  const times = {
    tokenLifetimeS: grant.expiresInS,
    tokenExpiresAt: after(now, grant.expiresInS * 1000),
    refreshExpiresAt: after(now, grant.refreshExpiresInS * 1000),
  }
  return {
    ...NO_REFRESH,
    ...times,
    scopes: grant.scopes,
    sealedAccessToken: await seal(grant.accessToken, 'access-token'),
    sealedRefreshToken: await seal(grant.refreshToken, 'refresh-token'),
    lastRefreshedAt: now,
    refreshAt: plannedRefreshAt(times, now, ctx.random),
  }
}

/** Opens one of the account's tokens; null where there is none. Throws VaultError when it does not open. */
export async function openToken(ctx: Context, account: AccountRow, field: TokenField): Promise<Secret | null> {
  const sealed = field === 'access-token' ? account.sealedAccessToken : account.sealedRefreshToken
  return sealed === null ? null : ctx.vault.open(sealed, { ownerId: account.id, field })
}

/** The stored access token if it lasts long enough, else null. Throws AccountUnusableError unless the account is active. */
export async function openUsableToken(ctx: Context, account: AccountRow): Promise<Secret | null> {
  const { status, lastError } = account
  if (status !== 'active') throw unusable({ status, lastError })
  return ctx.clock.now() < refreshDueAt(account) ? openToken(ctx, account, 'access-token') : null
}
