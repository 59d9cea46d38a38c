import { sql } from 'kysely'
import type { DbOrTx } from '../db/db.ts'

/** How many places are taken in each of these windows since a moment. A window without any is not in the answer. */
export async function countPlaces(tx: DbOrTx, buckets: string[], since: Date): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('roomReservations')
    .select(['bucket', ({ fn }) => fn.countAll<number>().as('count')])
    .where(sql<boolean>`bucket = any (${buckets})`)
    .where('reservedAt', '>', since)
    .groupBy('bucket')
    .execute()
  return new Map(rows.map(({ bucket, count }) => [bucket, count]))
}

/** When each of these accounts published last. One that never did is not in the answer. */
export async function lastPublications(tx: DbOrTx, accountIds: string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date | null }>`
    select account.id, (
      select max(finished_at) from publications where account_id = account.id and status = 'published'
    ) as at
    from unnest(${accountIds}::uuid[]) as account (id)`.execute(tx)
  return new Map(rows.flatMap(({ id, at }) => (at ? [[id, at]] : [])))
}
