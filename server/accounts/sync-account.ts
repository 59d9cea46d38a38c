import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { WindowFullError } from '../limits/window-full-error.ts'
import { AccountUnusableError } from './account-error.ts'
import { claimSync } from './account-syncs-store.ts'
import { capabilitiesOf } from './capabilities.ts'
import { nextDailySync, scheduleSync } from './schedule-sync.ts'
import { syncAvatar } from './sync-avatar.ts'
import { isSyncFailure, isTemporary, noteSyncFailure } from './sync-failure.ts'
import { syncProfile } from './sync-profile.ts'
import { syncVideos } from './sync-videos.ts'

/** Also what is left to a sync before the sweep takes its process for dead. */
const RETRY_MS = 30 * 60 * 1000
/** Another machine's clock may be behind the one that asked for the sync. */
const EARLY_MS = 2000

/** Task: reads an account's profile, numbers, picture and videos from TikTok, and asks for the next sync. */
export async function syncAccount(ctx: Context, { accountId }: { accountId: string }): Promise<void> {
  const now = ctx.clock.now()
  const times = { dueBefore: after(now, EARLY_MS), retryAt: after(now, RETRY_MS) }
  const account = await claimSync(ctx.db, accountId, times)
  if (!account) return
  try {
    const synced = await syncProfile(ctx, account)
    await syncAvatar(ctx, synced)
    const goesOn = capabilitiesOf(synced.scopes).listVideos && (await syncVideos(ctx, synced)) === 'goes-on'
    await scheduleAgain(ctx, accountId, goesOn ? ctx.clock.now() : nextDailySync(ctx))
  } catch (error) {
    if (error instanceof WindowFullError || error instanceof BreakerOpenError)
      return scheduleAgain(ctx, accountId, error.until)
    // What stands in the way is told by the account's status; a reconnect asks for the next sync.
    if (error instanceof AccountUnusableError) return
    if (!isSyncFailure(error)) throw error
    ctx.log.warn({ err: error, accountId }, 'Syncing an account failed')
    await noteSyncFailure(ctx, account, error)
    await scheduleAgain(ctx, accountId, isTemporary(error) ? after(ctx.clock.now(), RETRY_MS) : nextDailySync(ctx))
  }
}

async function scheduleAgain(ctx: Context, accountId: string, runAt: Date): Promise<void> {
  await ctx.db.transaction().execute((tx) => scheduleSync(ctx, tx, accountId, runAt))
}
