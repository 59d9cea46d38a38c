import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { withAccessToken } from './access-token.ts'
import { updateAccount } from './accounts-store.ts'
import { userInfoFields } from './capabilities.ts'

/** Reads name, handle and avatar from TikTok again. A field that TikTok leaves out stays as it was. */
export async function syncProfile(ctx: Context, account: AccountRow): Promise<AccountRow> {
  const profile = await withAccessToken(ctx, account.id, (accessToken) =>
    ctx.tiktok.userInfo({ accessToken, fields: userInfoFields(account.scopes) }),
  )
  const saved = await updateAccount(ctx.db, account.id, {
    username: profile.username ?? account.username,
    displayName: profile.displayName ?? account.displayName,
    avatarUrl: profile.avatarUrl ?? account.avatarUrl,
  })
  await notifyWorkspace(ctx.db, account.workspaceId, { type: 'account', accountId: account.id })
  return saved
}
