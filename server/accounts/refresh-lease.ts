import { randomUUID } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import type { Secret } from '../vault/secret.ts'
import { RECONNECT } from './account-error.ts'
import { openToken } from './account-tokens.ts'
import { lockAccount } from './accounts-store.ts'
import { type AccessEnd, endAccess, GRANT_OVER } from './end-access.ts'
import { takeRefreshLease } from './refresh-store.ts'

/** Longer than a call to TikTok may take (20 s, tiktok/transport.ts): then a holder that has not answered is dead. */
const LEASE_MS = 45_000

/** The right to refresh one account, once. */
export type Attempt = {
  account: AccountRow
  leaseId: string
  refreshing: Secret
  /** The answer to an earlier refresh never came: TikTok may have replaced the refresh token. */
  wasInDoubt: boolean
}

/** Takes the lease of an account as it was `seen`. Null when it has changed since: look again. */
export async function takeAttempt(ctx: Context, seen: AccountRow): Promise<Attempt | null> {
  const now = ctx.clock.now()
  const isOver = seen.refreshExpiresAt !== null && seen.refreshExpiresAt <= now
  const refreshing = isOver ? null : await openToken(ctx, seen, 'refresh-token')
  if (!refreshing) {
    await endUnlessChanged(ctx, seen, isOver ? GRANT_OVER : NO_TOKEN)
    return null
  }
  const leaseId = randomUUID()
  const account = await takeRefreshLease(ctx.db, { seen, leaseId, now, until: after(now, LEASE_MS) })
  return account ? { account, leaseId, refreshing, wasInDoubt: seen.refreshSentAt !== null } : null
}

const NO_TOKEN: AccessEnd = {
  status: 'revoked',
  code: 'no_refresh_token',
  detail: 'There is no token left with which the access could be renewed.',
  remedy: RECONNECT,
}

/** Not when the account was connected anew since it was seen. */
async function endUnlessChanged(ctx: Context, seen: AccountRow, end: AccessEnd): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, seen.id)
    const isSame = account.status === 'active' && account.sealedRefreshToken === seen.sealedRefreshToken
    if (isSame) await endAccess(ctx, tx, account, end)
  })
}
