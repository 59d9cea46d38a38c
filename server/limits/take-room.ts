import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { reserveRoom } from './reserve-room.ts'
import type { Window } from './tiktok-windows.ts'
import { WindowFullError } from './window-full-error.ts'

/** Takes a place in one of TikTok's windows for a call that follows at once. Throws WindowFullError when there is none. */
export async function takeRoom({ db, clock }: { db: Db; clock: Clock }, window: Window): Promise<void> {
  const until = await reserveRoom(db, window, clock.now())
  if (!until) return
  const [kind = window.bucket] = window.bucket.split(':')
  throw new WindowFullError({
    code: `${kind.replaceAll('-', '_')}_window`,
    detail: `TikTok takes ${window.limit} calls of this kind in ${window.windowMs / 1000} s, and they are used up.`,
    until,
  })
}
