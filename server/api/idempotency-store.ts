import type { Selectable } from 'kysely'
import { after } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { IdempotencyKeysTable } from '../db/tables.ts'
import { KEY_KEPT_MS } from '../posts/composed-before.ts'

/** Who has claimed a key: one that took it over has another `createdAt`. */
type Claim = { workspaceId: string; key: string; createdAt: Date }

/** True when the key was free. One whose request died with its process stays taken for its day. */
export async function claimKey(db: Db, claim: Claim & { requestHash: string }): Promise<boolean> {
  await db
    .deleteFrom('idempotencyKeys')
    .where('workspaceId', '=', claim.workspaceId)
    .where('createdAt', '<', after(claim.createdAt, -KEY_KEPT_MS))
    .execute()
  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ ...claim, status: null, sealedBody: null })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return claimed !== undefined
}

/** True when the key's request, the same as this one, was claimed before `deadBefore` and has not ended. */
export async function takeOverKey(
  db: Db,
  { workspaceId, key, requestHash, createdAt }: Claim & { requestHash: string },
  deadBefore: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('idempotencyKeys')
    .set({ createdAt })
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .where('requestHash', '=', requestHash)
    .where('status', 'is', null)
    .where('createdAt', '<', deadBefore)
    .returning('key')
    .executeTakeFirst()
  return taken !== undefined
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
  { workspaceId, key, createdAt }: Claim,
  { status, sealedBody }: { status: number; sealedBody: string },
): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ status, sealedBody })
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .where('createdAt', '=', createdAt)
    .execute()
}

export async function dropKey(db: Db, { workspaceId, key, createdAt }: Claim): Promise<void> {
  await db
    .deleteFrom('idempotencyKeys')
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .where('createdAt', '=', createdAt)
    .execute()
}
