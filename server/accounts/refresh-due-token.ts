import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { VaultError } from '../vault/vault.ts'
import { AccountUnusableError } from './account-error.ts'
import { findAccountById, updateAccount } from './accounts-store.ts'
import { addRefresh } from './add-refresh.ts'
import { moveRefresh } from './refresh-store.ts'
import { refreshToken } from './refresh-token.ts'
import { TokenRefreshError } from './token-refresh-error.ts'

/** A database whose clock is ahead of ours hands out jobs a little early. */
const EARLY_MS = 5000
/** Somebody has to put a key back first. */
const SEALED_MS = 30 * 60 * 1000

/** Task: renews the tokens of an account whose time has come. Does nothing when somebody was faster or nobody needs it. */
export async function refreshDueToken(ctx: Context, { accountId }: { accountId: string }): Promise<void> {
  const account = await findAccountById(ctx.db, accountId)
  if (account?.status !== 'active' || account.refreshAt === null) return
  const now = ctx.clock.now()
  if (account.refreshAt > after(now, EARLY_MS)) return
  if (account.refreshAt > now) return addRefresh(ctx, ctx.db, account)
  try {
    await refreshToken(ctx, accountId, { force: true, since: account })
  } catch (error) {
    if (error instanceof BreakerOpenError) return comeBack(ctx, account, error.until)
    if (error instanceof VaultError) return postpone(ctx, account, error)
    // Both stand in the account's row, with the job of the next try where there is one.
    if (!(error instanceof TokenRefreshError) && !(error instanceof AccountUnusableError)) throw error
  }
}

/** Calls to TikTok rest. Nothing is wrong with the account. */
async function comeBack(ctx: Context, account: AccountRow, refreshAt: Date): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const moved = await moveRefresh(tx, account, refreshAt)
    if (moved) await addRefresh(ctx, tx, moved)
  })
}

async function postpone(ctx: Context, account: AccountRow, error: VaultError): Promise<void> {
  ctx.log.error({ err: error, accountId: account.id }, 'The tokens of an account do not open')
  const now = ctx.clock.now()
  const remedy = `Add the key with the id "${error.keyId}" to ENCRYPTION_KEYS and restart, or reconnect the account.`
  const lastError = { code: 'vault_key_missing', detail: error.message, remedy, at: now.toISOString() }
  await ctx.db.transaction().execute(async (tx) => {
    const moved = await moveRefresh(tx, account, after(now, SEALED_MS))
    if (!moved) return
    await addRefresh(ctx, tx, moved)
    await updateAccount(tx, account.id, { lastError: JSON.stringify(lastError) })
  })
}
