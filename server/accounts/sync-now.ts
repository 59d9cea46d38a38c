import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { scheduleSync } from './schedule-sync.ts'
import { isSyncFailure, noteSyncFailure } from './sync-failure.ts'
import { syncProfile } from './sync-profile.ts'

/** Somebody waits for it: name and numbers at once, picture and videos by a job. Throws what TikTok refuses it with. */
export async function syncNow(ctx: Context, account: AccountRow): Promise<void> {
  try {
    await syncProfile(ctx, account)
  } catch (error) {
    if (isSyncFailure(error)) await noteSyncFailure(ctx, account, error)
    throw error
  }
  await ctx.db.transaction().execute((tx) => scheduleSync(ctx, tx, account.id, ctx.clock.now()))
}
