import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { RECONNECT } from './account-error.ts'
import { updateAccount } from './accounts-store.ts'

/** TikTok ended the access: only its documented permanent answers lead here, never a failed connection. */
export async function markRevoked(
  ctx: Context,
  tx: DbOrTx,
  account: Pick<AccountRow, 'id' | 'workspaceId'>,
  code: string,
): Promise<void> {
  ctx.log.warn({ accountId: account.id, tiktokCode: code }, 'TikTok ended the access to an account')
  await updateAccount(tx, account.id, {
    status: 'revoked',
    lastError: JSON.stringify({
      code,
      detail: 'TikTok ended the access to this account.',
      remedy: RECONNECT,
      at: ctx.clock.now().toISOString(),
    }),
  })
  await notifyWorkspace(tx, account.workspaceId, { type: 'account', accountId: account.id })
}
