import type { Updateable } from 'kysely'
import type { PublicationStatus } from '#shared/publication-status.ts'
import { canMove } from '#shared/publication-status.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { PublicationRow, PublicationsTable } from '../db/tables.ts'

export async function getPublication(tx: DbOrTx, id: string): Promise<PublicationRow | undefined> {
  return tx.selectFrom('publications').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The publication's row, kept for this transaction: a worker that wants to write its ledger waits. */
export async function lockPublication(tx: Tx, id: string): Promise<PublicationRow> {
  return tx.selectFrom('publications').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

export async function findPublication(
  tx: DbOrTx,
  workspaceId: string,
  id: string,
): Promise<PublicationRow | undefined> {
  return tx
    .selectFrom('publications')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function publicationsOf(tx: DbOrTx, postIds: string[]): Promise<PublicationRow[]> {
  if (postIds.length === 0) return []
  return tx.selectFrom('publications').selectAll().where('postId', 'in', postIds).orderBy('position').execute()
}

/** All of a post, kept for this transaction: no worker takes one of them meanwhile. */
export async function lockPublicationsOf(tx: Tx, postId: string): Promise<PublicationRow[]> {
  return tx
    .selectFrom('publications')
    .selectAll()
    .where('postId', '=', postId)
    .orderBy('position')
    .forUpdate()
    .execute()
}

export async function deletePublicationsOf(tx: Tx, postId: string): Promise<void> {
  await tx.deleteFrom('publications').where('postId', '=', postId).execute()
}

export type PublicationChange = Omit<Updateable<PublicationsTable>, 'id' | 'status'>

/**
 * The one way a publication changes its state. Undefined means that somebody was faster: the row was not in `from`.
 * Throws on a move that the table of moves does not know.
 */
export async function movePublication(
  tx: DbOrTx,
  { id, from, to }: { id: string; from: PublicationStatus; to: PublicationStatus },
  change: PublicationChange,
): Promise<PublicationRow | undefined> {
  if (!canMove(from, to)) throw new Error(`A publication never moves from ${from} to ${to}.`)
  return tx
    .updateTable('publications')
    .set({ ...change, status: to })
    .where('id', '=', id)
    .where('status', '=', from)
    .returningAll()
    .executeTakeFirst()
}

/** Changes what does not touch the state, while the row is in `status`. */
export async function updatePublication(
  tx: DbOrTx,
  { id, status }: { id: string; status: PublicationStatus },
  change: PublicationChange,
): Promise<PublicationRow | undefined> {
  return tx
    .updateTable('publications')
    .set(change)
    .where('id', '=', id)
    .where('status', '=', status)
    .returningAll()
    .executeTakeFirst()
}

/** True while the lease is still ours. */
export async function renewLease(tx: DbOrTx, lease: { id: string; leaseId: string; until: Date }): Promise<boolean> {
  const renewed = await tx
    .updateTable('publications')
    .set({ leaseUntil: lease.until })
    .where('id', '=', lease.id)
    .where('leaseId', '=', lease.leaseId)
    .returning('id')
    .executeTakeFirst()
  return renewed !== undefined
}

export async function releaseLease(tx: DbOrTx, lease: { id: string; leaseId: string }): Promise<void> {
  await tx
    .updateTable('publications')
    .set({ leaseId: null, leaseUntil: null })
    .where('id', '=', lease.id)
    .where('leaseId', '=', lease.leaseId)
    .execute()
}

/** Held, on an account that was connected after that. */
export async function listHeldThoughConnected(tx: DbOrTx): Promise<PublicationRow[]> {
  return tx
    .selectFrom('publications')
    .innerJoin('accounts', 'accounts.id', 'publications.accountId')
    .selectAll('publications')
    .where('publications.status', '=', 'held')
    .where('accounts.status', '=', 'active')
    .whereRef('accounts.connectedAt', '>', 'publications.updatedAt')
    .execute()
}

/** Brings the next look at what is unconfirmed on this account forward. */
export async function askSooner(tx: DbOrTx, { accountId, at }: { accountId: string; at: Date }): Promise<void> {
  await tx
    .updateTable('publications')
    .set({ nextStepAt: at })
    .where('accountId', '=', accountId)
    .where('status', '=', 'unconfirmed')
    .where('nextStepAt', '>', at)
    .execute()
}

/** What waits for this account to be reconnected. */
export async function listHeldForReconnect(tx: DbOrTx, accountId: string): Promise<PublicationRow[]> {
  return tx
    .selectFrom('publications')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('status', '=', 'held')
    .orderBy('publishAt')
    .execute()
}
