import { sql, type Updateable } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow, AccountsTable } from '../db/tables.ts'

type Change = Updateable<AccountsTable>

/** Nobody else refreshes until `until`. Undefined when the account is no longer as `seen`, or in other hands. */
export async function takeRefreshLease(
  tx: DbOrTx,
  { seen, leaseId, now, until }: { seen: AccountRow; leaseId: string; now: Date; until: Date },
): Promise<AccountRow | undefined> {
  return tx
    .updateTable('accounts')
    .set({ refreshLeaseId: leaseId, refreshLeaseUntil: until, refreshSentAt: seen.refreshSentAt ?? now })
    .where('id', '=', seen.id)
    .where('status', '=', 'active')
    .where('sealedRefreshToken', '=', seen.sealedRefreshToken)
    .where('refreshFailures', '=', seen.refreshFailures)
    .where(sql<boolean>`refresh_sent_at is not distinct from ${seen.refreshSentAt}`)
    .where((row) => row.or([row('refreshLeaseUntil', 'is', null), row('refreshLeaseUntil', '<=', now)]))
    .returningAll()
    .executeTakeFirst()
}

/** Writes what came of a refresh, and gives the lease back. Undefined when the lease was lost. */
export async function settleRefresh(
  tx: DbOrTx,
  { id, leaseId }: { id: string; leaseId: string },
  change: Change,
): Promise<AccountRow | undefined> {
  return tx
    .updateTable('accounts')
    .set({ ...change, refreshLeaseId: null, refreshLeaseUntil: null })
    .where('id', '=', id)
    .where('refreshLeaseId', '=', leaseId)
    .returningAll()
    .executeTakeFirst()
}

/**
 * The new tokens. They also count when the lease was lost but the tokens that they replace still stand: whoever took over
 * has been using a dead one. A rotation of our keys changes the sealed text, never the moment the tokens were got.
 */
export async function saveTokens(
  tx: DbOrTx,
  { replaced, leaseId }: { replaced: Pick<AccountRow, 'id' | 'lastRefreshedAt'>; leaseId: string },
  change: Change,
): Promise<AccountRow | undefined> {
  return tx
    .updateTable('accounts')
    .set({ ...change, status: 'active' })
    .where('id', '=', replaced.id)
    .where((row) =>
      row.or([
        row('refreshLeaseId', '=', leaseId),
        row.and([
          row('sealedRefreshToken', 'is not', null),
          sql<boolean>`last_refreshed_at is not distinct from ${replaced.lastRefreshedAt}`,
          row('status', 'in', ['active', 'error']),
        ]),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
}

/** Active accounts whose refresh job is this overdue, or that never had one. */
export async function listUnplanned(
  tx: DbOrTx,
  { dueBefore, limit }: { dueBefore: Date; limit: number },
): Promise<AccountRow[]> {
  return tx
    .selectFrom('accounts')
    .selectAll()
    .where('status', '=', 'active')
    .where((row) => row.or([row('refreshAt', 'is', null), row('refreshAt', '<=', dueBefore)]))
    .orderBy('refreshAt')
    .limit(limit)
    .execute()
}

/** Another moment for the refresh, unless somebody else has just chosen one. */
export async function moveRefresh(tx: DbOrTx, seen: AccountRow, refreshAt: Date): Promise<AccountRow | undefined> {
  return tx
    .updateTable('accounts')
    .set({ refreshAt })
    .where('id', '=', seen.id)
    .where('status', '=', 'active')
    .where(sql<boolean>`refresh_at is not distinct from ${seen.refreshAt}`)
    .returningAll()
    .executeTakeFirst()
}

/** All active accounts, a page at a time, in the order of their ids. */
export async function listActive(tx: DbOrTx, afterId: string | null, limit: number): Promise<AccountRow[]> {
  const query = tx.selectFrom('accounts').selectAll().where('status', '=', 'active').orderBy('id').limit(limit)
  return (afterId === null ? query : query.where('id', '>', afterId)).execute()
}
