import { lockAccount } from '../accounts/accounts-store.ts'
import { markRevoked } from '../accounts/mark-revoked.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { isRefusedGrant } from './mended-by-reconnect.ts'

/**
 * A grant that TikTok refuses marks its account as revoked. True when the account was connected anew since `account` was
 * read: then the refusal was about an older grant, and nothing is marked.
 */
export async function noteRefusedGrant(ctx: Context, tx: Tx, account: AccountRow, code: string): Promise<boolean> {
  const locked = await lockAccount(tx, account.id)
  if (locked.connectedAt > account.connectedAt) return true
  if (isRefusedGrant(code) && locked.status === 'active') await markRevoked(ctx, tx, locked, code)
  return false
}
