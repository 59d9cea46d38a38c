import type { z } from 'zod'
import { callOAuth } from './request.ts'
import { EmptyReply, TokenReply } from './schemas.ts'
import type { Transport } from './transport.ts'

/** A new pair of tokens for one creator. Page: oauth-user-access-token-management. */
export type TokenGrant = {
  /** The creator, for this app. */
  openId: string
  /** What the creator has agreed to; it may be less than was asked. */
  scopes: string[]
  accessToken: string
  expiresInS: number
  /** Replaces the previous one, which no longer works. */
  refreshToken: string
  refreshExpiresInS: number
  tokenType: string
}

/**
 * The page where a creator grants access. Always asks for the consent page, so that a second account can be connected in
 * the same browser. `codeChallenge` is the hex one of `hexCodeChallenge`. Pages: login-kit-web, login-kit-desktop.
 */
export function authorizeUrl(
  transport: Transport,
  request: { scopes: string[]; redirectUri: string; state: string; codeChallenge?: string | undefined },
): string {
  const url = new URL(transport.authorizeUrl)
  const params = {
    client_key: transport.clientKey,
    response_type: 'code',
    scope: request.scopes.join(','),
    redirect_uri: request.redirectUri,
    state: request.state,
    disable_auto_auth: '1',
    ...(request.codeChallenge ? { code_challenge: request.codeChallenge, code_challenge_method: 'S256' } : {}),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Trades the code of the callback for tokens; a code works once. `codeVerifier` for desktop redirect URIs.
 * Throws TikTokApiError (`invalid_grant`, `invalid_request` …), TikTokAnswerError, TikTokNetworkError.
 * Page: oauth-user-access-token-management.
 */
export async function exchangeCode(
  transport: Transport,
  { code, redirectUri, codeVerifier }: { code: string; redirectUri: string; codeVerifier?: string | undefined },
): Promise<TokenGrant> {
  const reply = await callOAuth(transport, {
    path: '/v2/oauth/token/',
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      ...(codeVerifier ? { code_verifier: codeVerifier } : {}),
    },
    secrets: [code, codeVerifier ?? ''],
    schema: TokenReply,
  })
  return toGrant(reply)
}

/**
 * Trades a refresh token for a new pair; the old one dies with the answer, so this is never repeated by itself.
 * Throws TikTokApiError (`invalid_grant`: connect again), TikTokAnswerError, TikTokNetworkError.
 * Page: oauth-user-access-token-management.
 */
export async function refreshToken(transport: Transport, request: { refreshToken: string }): Promise<TokenGrant> {
  const reply = await callOAuth(transport, {
    path: '/v2/oauth/token/',
    form: { grant_type: 'refresh_token', refresh_token: request.refreshToken },
    secrets: [request.refreshToken],
    schema: TokenReply,
  })
  return toGrant(reply)
}

/**
 * Ends the grant: the app disappears from the creator's connected apps.
 * Throws TikTokApiError, TikTokAnswerError, TikTokNetworkError. Page: oauth-user-access-token-management.
 */
export async function revokeToken(transport: Transport, { accessToken }: { accessToken: string }): Promise<void> {
  const form = { token: accessToken }
  await callOAuth(transport, { path: '/v2/oauth/revoke/', form, secrets: [accessToken], schema: EmptyReply })
}

function toGrant(reply: z.output<typeof TokenReply>): TokenGrant {
  return {
    openId: reply.open_id,
    scopes: reply.scope.split(/[,\s]+/).filter(Boolean),
    accessToken: reply.access_token,
    expiresInS: reply.expires_in,
    refreshToken: reply.refresh_token,
    refreshExpiresInS: reply.refresh_expires_in,
    tokenType: reply.token_type,
  }
}
