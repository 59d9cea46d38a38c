import type { Insertable, Updateable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { TransferRow, TransfersTable } from '../db/tables.ts'

/** TikTok has every byte, or the URL to fetch them from: an upload URL, a secret, has done its work. */
export const SENT = { state: 'sent', sealedUploadUrl: null } as const

export async function insertTransfer(tx: Tx, transfer: Insertable<TransfersTable>): Promise<TransferRow> {
  return tx.insertInto('transfers').values(transfer).returningAll().executeTakeFirstOrThrow()
}

export async function updateTransfer(tx: DbOrTx, id: string, change: Updateable<TransfersTable>): Promise<TransferRow> {
  return tx.updateTable('transfers').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}

/** TikTok's answer to an init by URL, whoever holds the publication now. Not for a transfer that was given up meanwhile. */
export async function keepPublishId(tx: DbOrTx, { id, publishId }: { id: string; publishId: string }): Promise<void> {
  await tx
    .updateTable('transfers')
    .set({ ...SENT, publishId })
    .where('id', '=', id)
    .where('state', '=', 'intended')
    .execute()
}

/** How far a download of TikTok's own has come. False: it is known to be further. */
export async function noteDownloaded(tx: DbOrTx, { id, sentBytes }: { id: string; sentBytes: number }) {
  const noted = await tx
    .updateTable('transfers')
    .set({ sentBytes })
    .where('id', '=', id)
    .where('sentBytes', '<', sentBytes)
    .returning('id')
    .executeTakeFirst()
  return noted !== undefined
}

/** The transfer that counts for each publication: the newest that was not given up. */
export async function currentTransfers(tx: DbOrTx, publicationIds: string[]): Promise<Map<string, TransferRow>> {
  if (publicationIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('transfers')
    .selectAll()
    .distinctOn('publicationId')
    .where('publicationId', 'in', publicationIds)
    .where('state', '<>', 'abandoned')
    .orderBy('publicationId')
    .orderBy('intendedAt', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.publicationId, row]))
}

export async function findTransferByPublishId(
  tx: DbOrTx,
  { publishId, openId }: { publishId: string; openId: string | null },
): Promise<TransferRow | undefined> {
  const found = tx
    .selectFrom('transfers')
    .innerJoin('publications', 'publications.id', 'transfers.publicationId')
    .innerJoin('accounts', 'accounts.id', 'publications.accountId')
    .selectAll('transfers')
    .where('transfers.publishId', '=', publishId)
  return (openId === null ? found : found.where('accounts.openId', '=', openId)).executeTakeFirst()
}

/** The newest upload of which a person said that no post came of it, while TikTok has not said so. */
export async function resolvedTransfer(tx: DbOrTx, publicationId: string): Promise<TransferRow | undefined> {
  return tx
    .selectFrom('transfers')
    .selectAll()
    .where('publicationId', '=', publicationId)
    .where('state', '=', 'abandoned')
    .where('resolvedBy', 'is not', null)
    .orderBy('intendedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** How many bytes any upload of this publication has ever brought to TikTok. */
export async function furthestSent(tx: DbOrTx, publicationId: string): Promise<number> {
  const { sentBytes } = await tx
    .selectFrom('transfers')
    .select(({ fn }) => fn.max('sentBytes').as('sentBytes'))
    .where('publicationId', '=', publicationId)
    .executeTakeFirstOrThrow()
  return sentBytes ?? 0
}
