import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { takeRoom } from '../limits/take-room.ts'
import { userInfoWindow } from '../limits/tiktok-windows.ts'
import { withAccessToken } from './access-token.ts'
import { updateAccount } from './accounts-store.ts'
import { syncFields } from './capabilities.ts'

/**
 * Reads name, handle, picture and numbers from TikTok again, as far as they were granted. A name that TikTok leaves out
 * stays as it was; a number that it leaves out is unknown.
 */
export async function syncProfile(ctx: Context, account: AccountRow): Promise<AccountRow> {
  await takeRoom(ctx, userInfoWindow(account.openId))
  const profile = await withAccessToken(ctx, account.id, (accessToken) =>
    ctx.tiktok.userInfo({ accessToken, fields: syncFields(account.scopes) }),
  )
  const saved = await updateAccount(ctx.db, account.id, {
    username: profile.username ?? account.username,
    displayName: profile.displayName ?? account.displayName,
    avatarUrl: profile.avatarUrl ?? account.avatarUrl,
    followerCount: profile.followerCount ?? null,
    followingCount: profile.followingCount ?? null,
    likesCount: profile.likesCount ?? null,
    videoCount: profile.videoCount ?? null,
    lastSyncedAt: ctx.clock.now(),
    lastSyncError: null,
  })
  await notifyWorkspace(ctx.db, account.workspaceId, { type: 'account', accountId: account.id })
  return saved
}
