import { randomBytes } from 'node:crypto'
import { asConnectErrorCode } from '#shared/connect-errors.ts'
import { TikTokError } from '#tiktok/errors.ts'
import { createCodeVerifier, hexCodeChallenge } from '#tiktok/pkce.ts'
import { redirectUriKind } from '#tiktok/redirect-uri.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { Secret } from '../vault/secret.ts'
import { VaultError } from '../vault/vault.ts'
import { REQUESTED_SCOPES } from './capabilities.ts'
import { claimState, hashOf } from './claim-state.ts'
import { connectFailureCode } from './connect-failure.ts'
import type { Connector } from './connector.ts'
import { insertState, type OauthStateRow } from './oauth-states-store.ts'
import { saveGrant } from './save-grant.ts'

const STATE_LIFETIME_MS = 5 * 60 * 1000

/** `error` is a code of shared/connect-errors.ts; `expectedId` the account that was to come back; a visitor is no member. */
export type ConnectOutcome =
  | { returnTo: string; account: AccountRow; wasKnown: boolean; expectedId: string | null; isVisitor: boolean }
  | { returnTo: string; error: string }

/**
 * TikTok's consent page, with a state that works once, for five minutes, for this session. `accountId` names the account
 * that is to be connected again.
 */
export async function beginConnect(
  ctx: Context,
  connector: Connector,
  { returnTo, accountId = null }: { returnTo: string; accountId?: string | null },
): Promise<string> {
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
    accountId,
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
  connectors: readonly Connector[],
  query: CallbackQuery,
): Promise<ConnectOutcome> {
  const claim = await claimState(ctx, connectors, query.state)
  if ('refusal' in claim) {
    ctx.log.warn({ refusal: claim.refusal }, 'A TikTok callback was refused for its state')
    return { returnTo: claim.returnTo, error: claim.refusal }
  }
  const { state, connector } = claim
  const returnTo = connector.link?.returnTo ?? state.returnTo
  // `error` alone would call a sandbox that does not know the creator a cancel.
  const refusal = query.error_type || query.error
  if (refusal) return { returnTo, error: asConnectErrorCode(refusal) }
  if (!query.code) return { returnTo, error: 'code_missing' }
  try {
    const codeVerifier = await openVerifier(ctx, state)
    const saved = await saveGrant(ctx, connector, { code: query.code, codeVerifier })
    return { returnTo, ...saved, expectedId: state.accountId, isVisitor: connector.link !== undefined }
  } catch (error) {
    const code = errorCode(error)
    if (!code) throw error
    ctx.log.warn({ err: error }, 'Connecting an account failed')
    return { returnTo, error: code }
  }
}

/** The code of what a person can do something about; null for a mistake of our own. */
function errorCode(error: unknown): string | null {
  if (error instanceof TikTokError) return connectFailureCode(error)
  if (error instanceof VaultError) return 'attempt_unreadable'
  return error instanceof AppError ? error.code : null
}

async function openVerifier(ctx: Context, state: OauthStateRow): Promise<Secret | undefined> {
  const { sealedCodeVerifier: sealed, stateHash: ownerId } = state
  return sealed === null ? undefined : ctx.vault.open(sealed, { ownerId, field: 'code-verifier' })
}
