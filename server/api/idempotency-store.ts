import type { Selectable } from 'kysely'
import { after } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { IdempotencyKeysTable } from '../db/tables.ts'

const KEPT_MS = 24 * 60 * 60 * 1000
/** A request that has not ended after this long died with its process. */
const LOST_AFTER_MS = 10 * 60 * 1000

type NewKey = { workspaceId: string; key: string; requestHash: string; createdAt: Date }

/** True when the key was free; keys that are a day old, or whose request died, are forgotten on the way. */
export async function claimKey(db: Db, key: NewKey): Promise<boolean> {
  await db
    .deleteFrom('idempotencyKeys')
    .where('workspaceId', '=', key.workspaceId)
    .where((on) =>
      on.or([
        on('createdAt', '<', after(key.createdAt, -KEPT_MS)),
        on.and([on('status', 'is', null), on('createdAt', '<', after(key.createdAt, -LOST_AFTER_MS))]),
      ]),
    )
    .execute()
  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ ...key, status: null, body: null })
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
  { workspaceId, key, status, body }: { workspaceId: string; key: string; status: number; body: string },
): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ status, body })
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .execute()
}

export async function dropKey(db: Db, workspaceId: string, key: string): Promise<void> {
  await db.deleteFrom('idempotencyKeys').where('workspaceId', '=', workspaceId).where('key', '=', key).execute()
}
