import { after, type Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { deleteSilentBreakers } from './circuit-breakers-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Forgets breakers without a failure for a day: nobody has called since, or the account is gone. */
export async function forgetBreakers({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await deleteSilentBreakers(db, after(clock.now(), -DAY_MS))
}
