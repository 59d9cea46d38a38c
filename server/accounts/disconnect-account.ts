import { TikTokError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { VaultError } from '../vault/vault.ts'
import { withAccessToken } from './access-token.ts'
import { AccountUnusableError } from './account-error.ts'
import { updateAccount } from './accounts-store.ts'

/** Revokes the access at TikTok, wipes the tokens and keeps the history. What TikTok answers changes nothing of that. */
export async function disconnectAccount(ctx: Context, account: AccountRow): Promise<void> {
  try {
    await withAccessToken(ctx, account.id, (accessToken) => ctx.tiktok.revokeToken({ accessToken }))
  } catch (error) {
    const isExpected =
      error instanceof TikTokError || error instanceof AccountUnusableError || error instanceof VaultError
    if (!isExpected) throw error
    ctx.log.warn(
      { err: error, accountId: account.id },
      'TikTok did not confirm the revocation; the tokens are wiped all the same',
    )
  }
  await updateAccount(ctx.db, account.id, {
    status: 'revoked',
    sealedAccessToken: null,
    sealedRefreshToken: null,
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastError: null,
  })
  await notifyWorkspace(ctx.db, account.workspaceId, { type: 'account', accountId: account.id })
}
