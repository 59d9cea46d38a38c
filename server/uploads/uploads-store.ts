import type { Insertable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { UploadRow, UploadsTable } from '../db/tables.ts'
import type { KeptProblem } from '../errors.ts'

export async function insertUpload(tx: Tx, upload: Insertable<UploadsTable>): Promise<UploadRow> {
  return tx.insertInto('uploads').values(upload).returningAll().executeTakeFirstOrThrow()
}

/** A resumable upload, for whoever began it. */
export async function findUpload(
  db: DbOrTx,
  { id, workspaceId, owner }: Pick<UploadRow, 'id' | 'workspaceId' | 'owner'>,
): Promise<UploadRow | undefined> {
  return db
    .selectFrom('uploads')
    .selectAll()
    .where('id', '=', id)
    .where('workspaceId', '=', workspaceId)
    .where('owner', '=', owner)
    .where('way', '=', 'tus')
    .executeTakeFirst()
}

/** Of anybody: for a caller who proved another way that they may have it. */
export async function getUpload(db: DbOrTx, id: string): Promise<UploadRow | undefined> {
  return db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst()
}

type Writing = { id: string; writerId: string; now: Date; until: Date }

/** False: another request writes, or there is nothing to write to. */
export async function takeUpload(db: DbOrTx, { id, writerId, now, until }: Writing): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('uploads')
    .set({ writerId, writerUntil: until, isWanted: false, seenAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where((on) => on.or([on('writerUntil', 'is', null), on('writerUntil', '<', now)]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Whether another request waits for the upload; undefined when it is no longer this writer's. */
export async function renewUpload(
  db: DbOrTx,
  { id, writerId, now, until }: Writing,
): Promise<{ isWanted: boolean } | undefined> {
  return db
    .updateTable('uploads')
    .set({ writerUntil: until, seenAt: now })
    .where('id', '=', id)
    .where('writerId', '=', writerId)
    .returning('isWanted')
    .executeTakeFirst()
}

/** Its writer hears it at its next sign of life. */
export async function askForUpload(db: DbOrTx, id: string): Promise<void> {
  await db.updateTable('uploads').set({ isWanted: true }).where('id', '=', id).execute()
}

export async function releaseUpload(
  db: DbOrTx,
  { id, writerId, now }: { id: string; writerId: string; now: Date },
): Promise<void> {
  await db
    .updateTable('uploads')
    .set({ writerId: null, writerUntil: null, seenAt: now })
    .where('id', '=', id)
    .where('writerId', '=', writerId)
    .execute()
}

/** False: it has ended before, or was called off. */
export async function endUpload(
  tx: DbOrTx,
  { id, now, problem }: { id: string; now: Date; problem: KeptProblem | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('uploads')
    .set({ endedAt: now, seenAt: now, problem: problem && JSON.stringify(problem) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function deleteUpload(tx: DbOrTx, id: string): Promise<void> {
  await tx.deleteFrom('uploads').where('id', '=', id).execute()
}

type Silence = { seenBefore: Date; now: Date }

/** Resumable uploads that have not ended, and of which nothing was heard since. */
export async function silentUploads(db: DbOrTx, { seenBefore, now }: Silence): Promise<UploadRow[]> {
  return db
    .selectFrom('uploads')
    .selectAll()
    .where('way', '=', 'tus')
    .where('endedAt', 'is', null)
    .where('seenAt', '<', seenBefore)
    .where((on) => on.or([on('writerUntil', 'is', null), on('writerUntil', '<', now)]))
    .execute()
}

/** Forgets every upload of which nothing was heard since, how ever it stands. */
export async function forgetSilentUploads(db: DbOrTx, { seenBefore, now }: Silence): Promise<void> {
  await db
    .deleteFrom('uploads')
    .where('seenAt', '<', seenBefore)
    .where((on) => on.or([on('writerUntil', 'is', null), on('writerUntil', '<', now)]))
    .execute()
}

/** Which of these wait for more bytes, or to be finished. */
export async function unendedUploads(db: DbOrTx, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('uploads').select('id').where('id', 'in', ids).where('endedAt', 'is', null).execute()
  return new Set(rows.map(({ id }) => id))
}
