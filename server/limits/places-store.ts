import { sql } from 'kysely'
import { after } from '../clock.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { Window } from './tiktok-windows.ts'

/** When the places in a window that count at `now` were taken, ascending. Nobody takes one until the transaction ends. */
export async function placesTaken(tx: Tx, { bucket, windowMs }: Window, now: Date): Promise<Date[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${bucket}, 0))`.execute(tx)
  const rows = await tx
    .selectFrom('roomReservations')
    .select('reservedAt')
    .where('bucket', '=', bucket)
    .where('reservedAt', '>', after(now, -windowMs))
    .orderBy('reservedAt')
    .execute()
  return rows.map(({ reservedAt }) => reservedAt)
}

/** Of all windows whose names begin as this one's does: when the first of them is empty again. Null: none is taken. */
export async function firstLeavingAt(tx: DbOrTx, { bucket, windowMs }: Window, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(last) as at from (
      select max(reserved_at) as last from room_reservations
      where starts_with(bucket, ${bucket}) and reserved_at > ${after(now, -windowMs)}
      group by bucket
    ) as windows`.execute(tx)
  const [row] = rows
  return row?.at ? after(row.at, windowMs) : null
}
