import type { TokenGrant } from '#tiktok/client.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { Secret } from '../vault/secret.ts'

export type TokenField = 'access-token' | 'refresh-token'

/** The columns that a grant of TikTok fills, sealed for this account. Lifetimes are what TikTok said, never constants. */
export async function sealGrant(ctx: Context, accountId: string, grant: TokenGrant) {
  const now = ctx.clock.now()
  const seal = (text: string, field: TokenField) => ctx.vault.seal(new Secret(text), { ownerId: accountId, field })
  return {
    scopes: grant.scopes,
    sealedAccessToken: await seal(grant.accessToken, 'access-token'),
    sealedRefreshToken: await seal(grant.refreshToken, 'refresh-token'),
    tokenLifetimeS: grant.expiresInS,
    tokenExpiresAt: after(now, grant.expiresInS * 1000),
    refreshExpiresAt: after(now, grant.refreshExpiresInS * 1000),
    lastRefreshedAt: now,
  }
}

/** Opens one of the account's tokens; null where there is none. Throws VaultError when it does not open. */
export async function openToken(ctx: Context, account: AccountRow, field: TokenField): Promise<Secret | null> {
  const sealed = field === 'access-token' ? account.sealedAccessToken : account.sealedRefreshToken
  return sealed === null ? null : ctx.vault.open(sealed, { ownerId: account.id, field })
}
