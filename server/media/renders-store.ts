import type { Updateable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { MediaRow, MediaTable } from '../db/tables.ts'

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

/** False: it was cancelled, or another worker has finished it. */
export async function noteProgress(
  db: DbOrTx,
  id: string,
  { progress, now }: { progress: number; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('media')
    .set({ progress, renderSeenAt: now })
    .where('id', '=', id)
    .where('status', '=', 'rendering')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** `rendering` → what `change` says; undefined when it was cancelled or has ended already. */
export async function endRender(
  tx: DbOrTx | Tx,
  id: string,
  change: Updateable<MediaTable>,
): Promise<MediaRow | undefined> {
  return tx
    .updateTable('media')
    .set({ ...change, progress: null })
    .where('id', '=', id)
    .where('status', '=', 'rendering')
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
