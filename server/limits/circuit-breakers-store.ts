import type { Updateable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { CircuitBreakerRow, CircuitBreakersTable } from '../db/tables.ts'
import type { BreakerName } from './call-route.ts'

/** Every breaker that is not closed, and every one that counts a failure since then. */
export async function listTroubled(tx: DbOrTx, failedSince: Date): Promise<CircuitBreakerRow[]> {
  return tx
    .selectFrom('circuitBreakers')
    .selectAll()
    .where((row) => row.or([row('openUntil', 'is not', null), row('lastFailureAt', '>', failedSince)]))
    .orderBy('key')
    .execute()
}

/** The breakers with these names, made where there were none, and locked in the order of their keys. */
export async function lockBreakers(tx: Tx, names: BreakerName[]): Promise<CircuitBreakerRow[]> {
  return tx
    .insertInto('circuitBreakers')
    .values(names.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ key: row.ref('excluded.key') })))
    .returningAll()
    .execute()
}

export async function updateBreaker(tx: DbOrTx, key: string, change: Updateable<CircuitBreakersTable>): Promise<void> {
  await tx.updateTable('circuitBreakers').set(change).where('key', '=', key).execute()
}

/** The right to probe, for one caller of all processes. Undefined when another one has it, or there is nothing to probe. */
export async function takeProbe(
  tx: DbOrTx,
  { key, probeId, now, until }: { key: string; probeId: string; now: Date; until: Date },
): Promise<CircuitBreakerRow | undefined> {
  return tx
    .updateTable('circuitBreakers')
    .set({ probeId, probeUntil: until })
    .where('key', '=', key)
    .where('openUntil', '<=', now)
    .where((row) => row.or([row('probeUntil', 'is', null), row('probeUntil', '<=', now)]))
    .returningAll()
    .executeTakeFirst()
}

/** The probe was not made, or says nothing: the next caller may. */
export async function giveBackProbe(tx: DbOrTx, probeId: string): Promise<CircuitBreakerRow[]> {
  return tx
    .updateTable('circuitBreakers')
    .set({ probeId: null, probeUntil: null })
    .where('probeId', '=', probeId)
    .returningAll()
    .execute()
}

/** Closes and forgets those that are not open, or that this one probed. Gives the keys. */
export async function closeBreakers(tx: DbOrTx, keys: string[], probeId: string | null): Promise<string[]> {
  const closed = await tx
    .deleteFrom('circuitBreakers')
    .where('key', 'in', keys)
    .where((row) => row.or([row('openUntil', 'is', null), ...(probeId === null ? [] : [row('probeId', '=', probeId)])]))
    .returning('key')
    .execute()
  return closed.map(({ key }) => key)
}

/** Breakers of whose calls nothing was heard for long, such as those of accounts that are gone. */
export async function deleteSilentBreakers(tx: DbOrTx, failedBefore: Date): Promise<void> {
  await tx.deleteFrom('circuitBreakers').where('lastFailureAt', '<', failedBefore).execute()
}

/** The same, of hosts and of the accounts of one workspace. */
export async function listTroubledOf(tx: DbOrTx, workspaceId: string, failedSince: Date): Promise<CircuitBreakerRow[]> {
  return tx
    .selectFrom('circuitBreakers')
    .leftJoin('accounts', 'accounts.id', 'circuitBreakers.accountId')
    .selectAll('circuitBreakers')
    .where((row) => row.or([row('openUntil', 'is not', null), row('lastFailureAt', '>', failedSince)]))
    .where((row) =>
      row.or([row('circuitBreakers.accountId', 'is', null), row('accounts.workspaceId', '=', workspaceId)]),
    )
    .orderBy('circuitBreakers.key')
    .execute()
}
