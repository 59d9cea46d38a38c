import { sql } from 'kysely'
import { after } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import type { Window } from '../limits/tiktok-windows.ts'

/**
 * Takes a place in one of TikTok's windows, atomically across all processes. Returns null when the place is taken,
 * else the moment when there is room. A `member` that already has a place in the window needs no second one.
 */
export async function reserveRoom(
  tx: Tx,
  { bucket, limit, windowMs }: Window,
  now: Date,
  member: string | null = null,
): Promise<Date | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${bucket}, 0))`.execute(tx)
  await tx
    .deleteFrom('roomReservations')
    .where('bucket', '=', bucket)
    .where('reservedAt', '<=', after(now, -windowMs))
    .execute()
  const taken = await tx
    .selectFrom('roomReservations')
    .select(['member', 'reservedAt'])
    .where('bucket', '=', bucket)
    .orderBy('reservedAt')
    .execute()
  if (member !== null && taken.some((place) => place.member === member)) return null
  const blocking = taken[taken.length - limit]
  if (blocking) return after(blocking.reservedAt, windowMs)
  await tx.insertInto('roomReservations').values({ bucket, member, reservedAt: now }).execute()
  return null
}

/** Gives a place back that came to nothing: no post can exist. */
export async function releaseRoom(tx: Tx, { bucket }: Window, member: string): Promise<void> {
  await tx.deleteFrom('roomReservations').where('bucket', '=', bucket).where('member', '=', member).execute()
}
