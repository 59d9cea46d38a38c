import { TikTokApiError, TikTokError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { VaultError } from '../vault/vault.ts'
import { updateAccount } from './accounts-store.ts'

/** What may go wrong with a sync without a mistake of ours. */
type SyncFailure = TikTokError | VaultError

export function isSyncFailure(error: unknown): error is SyncFailure {
  return error instanceof TikTokError || error instanceof VaultError
}

/** Whether the same sync may succeed in a while though nobody does anything. */
export function isTemporary(error: SyncFailure): boolean {
  if (error instanceof TikTokApiError) return error.remedy === 'retry' || error.remedy === 'wait'
  return error instanceof TikTokError
}

/** Keeps what went wrong where people see it. The account's status is not touched: publishing may go on. */
export async function noteSyncFailure(
  ctx: Context,
  { id, workspaceId }: Pick<AccountRow, 'id' | 'workspaceId'>,
  error: SyncFailure,
): Promise<void> {
  const lastSyncError = JSON.stringify({ ...wordsFor(error), at: ctx.clock.now().toISOString() })
  await updateAccount(ctx.db, id, { lastSyncError })
  await notifyWorkspace(ctx.db, workspaceId, { type: 'account', accountId: id })
}

function wordsFor(error: SyncFailure): { code: string; detail: string; remedy: string } {
  if (error instanceof VaultError)
    return {
      code: 'vault_key_missing',
      detail: error.message,
      remedy: `Add the key with the id "${error.keyId}" to ENCRYPTION_KEYS and restart, or reconnect the account.`,
    }
  if (error instanceof TikTokApiError)
    return { code: error.code, detail: `TikTok answered "${error.code}" to a sync.`, remedy: error.advice }
  return {
    code: 'tiktok_unreachable',
    detail: 'TikTok did not give a usable answer to a sync.',
    remedy: 'Nothing: the sync is tried again by itself.',
  }
}
