import type { DbOrTx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'

/**
 * Takes a sync that is due, and writes down when it would be tried again if this process died: undefined when it is not
 * due, was taken by another, or the account cannot be used.
 */
export async function claimSync(
  tx: DbOrTx,
  id: string,
  { dueBefore, retryAt }: { dueBefore: Date; retryAt: Date },
): Promise<AccountRow | undefined> {
  return tx
    .updateTable('accounts')
    .set({ nextSyncAt: retryAt })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .where('nextSyncAt', '<=', dueBefore)
    .returningAll()
    .executeTakeFirst()
}

/** Accounts whose sync is overdue: their job got lost. */
export async function listOverdueSyncs(
  tx: DbOrTx,
  { dueBefore, limit }: { dueBefore: Date; limit: number },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('accounts')
    .select('id')
    .where('status', '=', 'active')
    .where('nextSyncAt', '<', dueBefore)
    .orderBy('nextSyncAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
