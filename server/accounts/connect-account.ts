import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { TikTokApiError, TikTokError } from '#tiktok/errors.ts'
import { createCodeVerifier, hexCodeChallenge } from '#tiktok/pkce.ts'
import { redirectUriKind } from '#tiktok/redirect-uri.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { Secret } from '../vault/secret.ts'
import { sealGrant } from './account-tokens.ts'
import { findAccountByOpenId, updateAccount, upsertAccount } from './accounts-store.ts'
import { REQUESTED_SCOPES, userInfoFields } from './capabilities.ts'
import { insertState, takeState } from './oauth-states-store.ts'

const STATE_LIFETIME_MS = 5 * 60 * 1000

/** Who connects: the browser session or API key that began must also be the one that comes back. */
export type Connector = { sessionId: string; workspaceId: string }

export type ConnectOutcome =
  | { returnTo: string; account: AccountRow; wasKnown: boolean }
  | { returnTo: string; error: string }

/** TikTok's consent page for a new account, with a state that works once, for five minutes, for this session. */
export async function beginConnect(ctx: Context, connector: Connector, returnTo: string): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  const stateHash = hashOf(state)
  const { redirectUri } = ctx.config.tiktok
  const verifier = redirectUriKind(redirectUri) === 'desktop' ? createCodeVerifier() : null
  await insertState(ctx.db, {
    stateHash,
    sessionId: connector.sessionId,
    workspaceId: connector.workspaceId,
    sealedCodeVerifier:
      verifier && (await ctx.vault.seal(new Secret(verifier), { ownerId: stateHash, field: 'code-verifier' })),
    returnTo,
    expiresAt: after(ctx.clock.now(), STATE_LIFETIME_MS),
  })
  return ctx.tiktok.authorizeUrl({
    scopes: REQUESTED_SCOPES,
    redirectUri,
    state,
    ...(verifier && { codeChallenge: hexCodeChallenge(verifier) }),
  })
}

export type CallbackQuery = {
  state?: string | undefined
  code?: string | undefined
  error?: string | undefined
  error_type?: string | undefined
}

/** TikTok's answer: checks the state, trades the code for tokens, reads the profile, saves the account. */
export async function finishConnect(
  ctx: Context,
  connector: Connector | null,
  query: CallbackQuery,
): Promise<ConnectOutcome> {
  const state = query.state ? await takeState(ctx.db, hashOf(query.state), ctx.clock.now()) : undefined
  if (!state || !connector || state.sessionId !== connector.sessionId || state.workspaceId !== connector.workspaceId) {
    ctx.log.warn(
      { hasState: query.state !== undefined },
      'A TikTok callback with a foreign, used or expired state was refused',
    )
    return { returnTo: '/accounts', error: 'state_invalid' }
  }
  const { returnTo } = state
  if (query.error) return { returnTo, error: query.error_type ?? query.error }
  if (!query.code) return { returnTo, error: 'code_missing' }
  try {
    const { sealedCodeVerifier: sealed, stateHash: ownerId } = state
    const verifier = sealed === null ? undefined : await ctx.vault.open(sealed, { ownerId, field: 'code-verifier' })
    return { returnTo, ...(await saveGrant(ctx, state.workspaceId, query.code, verifier?.reveal())) }
  } catch (error) {
    if (!(error instanceof TikTokError)) throw error
    ctx.log.warn({ err: error }, 'Connecting an account failed')
    return { returnTo, error: error instanceof TikTokApiError ? error.code : 'tiktok_unreachable' }
  }
}

async function saveGrant(ctx: Context, workspaceId: string, code: string, codeVerifier: string | undefined) {
  const grant = await ctx.tiktok.exchangeCode({
    code,
    redirectUri: ctx.config.tiktok.redirectUri,
    ...(codeVerifier && { codeVerifier }),
  })
  const profile = await ctx.tiktok.userInfo({ accessToken: grant.accessToken, fields: userInfoFields(grant.scopes) })
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
    await notifyWorkspace(tx, workspaceId, { type: 'account', accountId: account.id })
    return { account, wasKnown: known !== undefined }
  })
}

/** Only the hash is kept: whoever reads the table cannot finish somebody's connect. */
function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex')
}
