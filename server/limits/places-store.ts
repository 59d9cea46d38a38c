import { sql } from 'kysely'
import { after } from '../clock.ts'
import type { DbOrTx } from '../db/db.ts'
import type { Window } from './tiktok-windows.ts'

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
