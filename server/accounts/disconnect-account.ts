import { TikTokApiError, TikTokError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { VaultError } from '../vault/vault.ts'
import { withAccessToken } from './access-token.ts'
import { AccountUnusableError } from './account-error.ts'
import { NO_REFRESH, openToken } from './account-tokens.ts'
import { updateAccount } from './accounts-store.ts'
import { refreshToken } from './refresh-token.ts'

/** Revokes the access at TikTok, wipes the tokens and keeps the history. What TikTok answers changes nothing of that. */
export async function disconnectAccount(ctx: Context, account: AccountRow): Promise<void> {
  try {
    await revokeAccess(ctx, account)
  } catch (error) {
    const isExpected =
      error instanceof TikTokError ||
      error instanceof AccountUnusableError ||
      error instanceof BreakerOpenError ||
      error instanceof VaultError
    if (!isExpected) throw error
    ctx.log.warn(
      { err: error, accountId: account.id },
      'TikTok did not confirm the revocation; the tokens are wiped all the same',
    )
  }
  await updateAccount(ctx.db, account.id, {
    ...NO_REFRESH,
    status: 'revoked',
    sealedAccessToken: null,
    sealedRefreshToken: null,
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastError: null,
  })
  await notifyWorkspace(ctx.db, account.workspaceId, { type: 'account', accountId: account.id })
}

/** TikTok revokes by access token only (oauth-user-access-token-management): a dead one is refreshed first. */
async function revokeAccess(ctx: Context, account: AccountRow): Promise<void> {
  const revoke = (accessToken: string) => ctx.tiktok.revokeToken({ accessToken })
  const isAlive = account.tokenExpiresAt !== null && account.tokenExpiresAt > ctx.clock.now()
  const token = isAlive ? await openToken(ctx, account, 'access-token') : null
  if (!token) return withAccessToken(ctx, account.id, revoke)
  try {
    await revoke(token.reveal())
  } catch (error) {
    const isRefused = error instanceof TikTokApiError && ['invalid_grant', 'access_token_invalid'].includes(error.code)
    if (!isRefused || account.status !== 'active') throw error
    await revoke((await refreshToken(ctx, account.id, { insteadOf: token, force: true })).reveal())
  }
}
