import type { Updateable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { MediaRow, MediaTable } from '../db/tables.ts'

/** A render as one worker tries it: a worker that was taken for dead must not end what another one has begun anew. */
type Attempt = Pick<MediaRow, 'id' | 'renderAttempts'>

/** Counts another try of a render; undefined when there is nothing to render any more. */
export async function beginAttempt(db: DbOrTx, id: string, now: Date): Promise<MediaRow | undefined> {
  return db
    .updateTable('media')
    .set((row) => ({ renderAttempts: row('renderAttempts', '+', 1), renderSeenAt: now, progress: 0 }))
    .where('id', '=', id)
    .where('status', '=', 'rendering')
    .returningAll()
    .executeTakeFirst()
}

/** A try that its worker gave up because it stops itself does not count. */
export async function returnAttempt(db: DbOrTx, { id, renderAttempts }: Attempt): Promise<void> {
  await db
    .updateTable('media')
    .set({ renderAttempts: renderAttempts - 1 })
    .where('id', '=', id)
    .where('status', '=', 'rendering')
    .where('renderAttempts', '=', renderAttempts)
    .execute()
}

/** False: it was cancelled, or another worker has finished it or begun it anew. */
export async function noteProgress(
  db: DbOrTx,
  { id, renderAttempts }: Attempt,
  { progress, now }: { progress: number; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('media')
    .set({ progress, renderSeenAt: now })
    .where('id', '=', id)
    .where('status', '=', 'rendering')
    .where('renderAttempts', '=', renderAttempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** `rendering` → what `change` says; undefined when it was cancelled, has ended already, or was begun anew. */
export async function endRender(
  tx: DbOrTx | Tx,
  { id, renderAttempts }: Attempt,
  change: Updateable<MediaTable>,
): Promise<MediaRow | undefined> {
  return tx
    .updateTable('media')
    .set({ ...change, progress: null })
    .where('id', '=', id)
    .where('status', '=', 'rendering')
    .where('renderAttempts', '=', renderAttempts)
    .returningAll()
    .executeTakeFirst()
}

/** The renders that nobody has worked on since `before`. */
export async function forgottenRenders(tx: DbOrTx, before: Date): Promise<MediaRow[]> {
  return tx
    .selectFrom('media')
    .selectAll()
    .where('status', '=', 'rendering')
    .where('renderSeenAt', '<', before)
    .execute()
}
