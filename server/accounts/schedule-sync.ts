import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import { updateAccount } from './accounts-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Asks for a sync at `runAt`. A job that finds another time in the row does nothing, so there is one sync per account. */
export async function scheduleSync(ctx: Context, tx: DbOrTx, accountId: string, runAt: Date): Promise<void> {
  await updateAccount(tx, accountId, { nextSyncAt: runAt })
  await ctx.jobs.add(tx, 'sync-account', { accountId }, { runAt })
}

/** A day from now, an hour and a bit more or less: a fleet that was connected at once does not sync at once. */
export function nextDailySync({ clock, random }: Pick<Context, 'clock' | 'random'>): Date {
  return after(clock.now(), DAY_MS * (0.95 + 0.1 * random()))
}
