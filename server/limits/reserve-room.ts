import { sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { Window } from '../limits/tiktok-windows.ts'

/**
 * Takes a place in one of TikTok's windows, atomically across all processes. Returns null when the place is taken,
 * else the moment when there is room. A `member` that already has a place in the window needs no second one.
 */
export async function reserveRoom(
  tx: DbOrTx,
  { bucket, limit, windowMs }: Window,
  now: Date,
  member: string | null = null,
): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select take_place(${bucket}, ${limit}, ${windowMs}, ${member}, ${now}) as until`.execute(tx)
  return rows[0]?.until ?? null
}

/** Gives a place back that came to nothing: no post can exist. */
export async function releaseRoom(tx: Tx, { bucket }: Window, member: string): Promise<void> {
  await tx.deleteFrom('roomReservations').where('bucket', '=', bucket).where('member', '=', member).execute()
}
