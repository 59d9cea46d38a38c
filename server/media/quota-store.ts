import { sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'

/** Whoever counts in something for this workspace waits until the transaction ends. */
export async function lockQuota(tx: Tx, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quota:${workspaceId}`}, 0))`.execute(tx)
}

/** What the workspace's stored files take, each counted once, and what is still coming in for it. */
export async function countBytes(db: DbOrTx, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select (
      (select coalesce(sum(size_bytes + coalesce((photo->>'sizeBytes')::bigint, 0)), 0) from (
        select distinct on (storage_key) size_bytes, photo from media
        where workspace_id = ${workspaceId} and status = 'ready'
      ) as stored)
      + (select coalesce(sum(length_bytes), 0) from uploads where workspace_id = ${workspaceId} and ended_at is null)
    )::bigint as bytes`.execute(db)
  return rows[0]?.bytes ?? 0
}
