import { randomUUID } from 'node:crypto'
import type { TokenGrant, UserInfo } from '#tiktok/client.ts'
import { TikTokAnswerError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import type { Secret } from '../vault/secret.ts'
import { sealGrant } from './account-tokens.ts'
import { findAccountByOpenId, listAccountsByOpenId, updateAccount, upsertAccount } from './accounts-store.ts'
import { addRefresh } from './add-refresh.ts'
import { userInfoFields } from './capabilities.ts'
import { spendLink } from './connect-link.ts'
import type { Connector } from './connector.ts'
import { scheduleSync } from './schedule-sync.ts'

/**
 * Trades the code for tokens, reads the profile, and saves both in one transaction. When anything fails after the trade,
 * nothing is saved, and the grant is given back. Throws TikTokError, and what `spendLink` throws.
 */
export async function saveGrant(
  ctx: Context,
  connector: Connector,
  { code, codeVerifier }: { code: string; codeVerifier: Secret | undefined },
): Promise<{ account: AccountRow; wasKnown: boolean }> {
  const grant = await ctx.tiktok.exchangeCode({
    code,
    redirectUri: ctx.config.tiktok.redirectUri,
    ...(codeVerifier && { codeVerifier: codeVerifier.reveal() }),
  })
  try {
    return await storeAccount(ctx, connector, { grant, profile: await readProfile(ctx, grant) })
  } catch (error) {
    await giveBack(ctx, grant)
    throw error
  }
}

async function readProfile(ctx: Context, { accessToken, scopes, openId }: TokenGrant): Promise<UserInfo> {
  const profile = await ctx.tiktok.userInfo({ accessToken, fields: userInfoFields(scopes) })
  if (profile.openId !== openId)
    throw new TikTokAnswerError('GET /v2/user/info/: TikTok answered with another creator than the token', {
      status: 200,
    })
  return profile
}

async function storeAccount(
  ctx: Context,
  { workspaceId, link }: Connector,
  { grant, profile }: { grant: TokenGrant; profile: UserInfo },
) {
  return ctx.db.transaction().execute(async (tx) => {
    const known = await findAccountByOpenId(tx, workspaceId, grant.openId)
    const id = known?.id ?? randomUUID()
    const upserted = await upsertAccount(tx, {
      id,
      workspaceId,
      openId: grant.openId,
      unionId: profile.unionId ?? null,
      username: profile.username ?? known?.username ?? null,
      displayName: profile.displayName ?? known?.displayName ?? grant.openId,
      avatarUrl: profile.avatarUrl ?? null,
      status: 'active',
      lastError: null,
      connectedAt: ctx.clock.now(),
      ...(await sealGrant(ctx, id, grant)),
    })
    // The same account may have been added at this very moment: then the tokens are sealed for the row that is there.
    const isAnother = upserted.id !== id
    const account = isAnother
      ? await updateAccount(tx, upserted.id, await sealGrant(ctx, upserted.id, grant))
      : upserted
    await addRefresh(ctx, tx, account)
    await scheduleSync(ctx, tx, account.id, ctx.clock.now())
    if (link) await spendLink(tx, link.id, { accountId: account.id, now: ctx.clock.now() })
    await notifyWorkspace(tx, workspaceId, { type: 'account', accountId: account.id })
    return { account, wasKnown: known !== undefined }
  })
}

/**
 * Ends a grant that nothing was made of, as well as it can be done. Revoking ends the creator's whole consent to the app, so
 * it is left alone where an account of ours lives by it (docs page "oauth-user-access-token-management").
 */
export async function giveBack(ctx: Context, { openId, accessToken }: TokenGrant): Promise<void> {
  try {
    const accounts = await listAccountsByOpenId(ctx.db, openId)
    if (accounts.some(({ status }) => status !== 'revoked')) return
    await ctx.tiktok.revokeToken({ accessToken })
  } catch (error) {
    ctx.log.warn({ err: error }, 'A grant that was not saved could not be given back to TikTok')
  }
}
