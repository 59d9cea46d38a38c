import type { Selectable } from 'kysely'
import { after } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { IdempotencyKeysTable } from '../db/tables.ts'

const KEPT_MS = 24 * 60 * 60 * 1000

type NewKey = { workspaceId: string; key: string; requestHash: string; createdAt: Date }

/**
 * True when the key was free. One whose request died with its process stays taken for its day: what that request did
 * may have been saved, and nobody knows.
 */
export async function claimKey(db: Db, key: NewKey): Promise<boolean> {
  await db
    .deleteFrom('idempotencyKeys')
    .where('workspaceId', '=', key.workspaceId)
    .where('createdAt', '<', after(key.createdAt, -KEPT_MS))
    .execute()
  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ ...key, status: null, sealedBody: null })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return claimed !== undefined
}

export async function findKey(
  db: Db,
  workspaceId: string,
  key: string,
): Promise<Selectable<IdempotencyKeysTable> | undefined> {
  return db
    .selectFrom('idempotencyKeys')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst()
}

export async function finishKey(
  db: Db,
  { workspaceId, key, status, sealedBody }: { workspaceId: string; key: string; status: number; sealedBody: string },
): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ status, sealedBody })
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .execute()
}

export async function dropKey(db: Db, workspaceId: string, key: string): Promise<void> {
  await db.deleteFrom('idempotencyKeys').where('workspaceId', '=', workspaceId).where('key', '=', key).execute()
}
