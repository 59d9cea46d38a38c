import type { AccountStatus } from '#shared/api/accounts.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { RECONNECT } from './account-error.ts'
import { NO_REFRESH } from './account-tokens.ts'
import { updateAccount } from './accounts-store.ts'

export type AccessEnd = { status: Exclude<AccountStatus, 'active'>; code: string; detail: string; remedy: string }

/** What a refresh leads to when TikTok's last answer got lost, and the refresh token that we know is refused. */
export const ANSWER_LOST: AccessEnd = {
  status: 'error',
  code: 'refresh_answer_lost',
  detail: "TikTok's answer to a token refresh got lost, and it no longer accepts the tokens that Clipdeck has.",
  remedy: RECONNECT,
}

export const GRANT_OVER: AccessEnd = {
  status: 'expired',
  code: 'refresh_token_expired',
  detail: "This account's access to TikTok ran out before it could be renewed.",
  remedy: RECONNECT,
}

/** The account rests until a person reconnects it; a refresh that is under way or planned has no effect any more. */
export async function endAccess(
  ctx: Context,
  tx: DbOrTx,
  account: Pick<AccountRow, 'id' | 'workspaceId'>,
  { status, code, detail, remedy }: AccessEnd,
): Promise<void> {
  ctx.log.warn({ accountId: account.id, status, reason: code }, 'An account must be connected again')
  await updateAccount(tx, account.id, {
    ...NO_REFRESH,
    status,
    lastError: JSON.stringify({ code, detail, remedy, at: ctx.clock.now().toISOString() }),
  })
  await notifyWorkspace(tx, account.workspaceId, { type: 'account', accountId: account.id })
}
