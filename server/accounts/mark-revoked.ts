import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { endAccess } from './end-access.ts'
import { revocationWords } from './revocation-words.ts'

/** TikTok ended the access: only its documented permanent answers lead here, never a failed connection. */
export async function markRevoked(
  ctx: Context,
  tx: DbOrTx,
  account: Pick<AccountRow, 'id' | 'workspaceId'>,
  code: string,
): Promise<void> {
  await endAccess(ctx, tx, account, { status: 'revoked', code, ...revocationWords(code) })
}
