import { openIdOf } from './creators.ts'
import type { Creator, Grant, Token } from './entities.ts'
import { ApiError, OAuthError } from './envelope.ts'
import type { AppRegistration } from './options.ts'
import { failTask } from './publish-life.ts'
import { nowMsOf, type World } from './world.ts'

/** The reply of the token endpoint, as oauth-user-access-token-management spells it. */
export type TokenReply = {
  open_id: string
  scope: string
  access_token: string
  expires_in: number
  refresh_token: string
  refresh_expires_in: number
  token_type: 'Bearer'
}

type Consent = { clientKey: string; creatorId: string; scopes: string[] }

export function issueTokens(world: World, { clientKey, creatorId, scopes }: Consent): TokenReply {
  const { ids, timing, state } = world
  const holder = { clientKey, creatorId, scopes, openId: openIdOf(clientKey, creatorId) }
  const access = {
    ...holder,
    token: ids.accessToken(),
    expiresAtMs: nowMsOf(world) + timing.accessTokenLifetimeS * 1000,
  }
  const refresh = {
    ...holder,
    token: ids.refreshToken(),
    expiresAtMs: nowMsOf(world) + timing.refreshTokenLifetimeS * 1000,
  }
  state.accessTokens.put(access)
  state.refreshTokens.put(refresh)
  return {
    open_id: holder.openId,
    scope: scopes.join(','),
    access_token: access.token,
    expires_in: timing.accessTokenLifetimeS,
    refresh_token: refresh.token,
    refresh_expires_in: timing.refreshTokenLifetimeS,
    token_type: 'Bearer',
  }
}

/** A new pair; the old refresh token is dead from here on. */
export function rotateTokens(world: World, app: AppRegistration, refreshToken: string): TokenReply {
  const old = world.state.refreshTokens.get(refreshToken)
  const isDeleted = world.state.creators.get(old?.creatorId ?? '')?.settings.isDeleted
  if (!old || isDeleted || old.clientKey !== app.clientKey || old.expiresAtMs <= nowMsOf(world))
    throw new OAuthError('invalid_grant', 'Refresh token is invalid or expired.')
  world.state.refreshTokens.delete(refreshToken)
  return issueTokens(world, old)
}

export type Caller = { token: Token; app: AppRegistration; creator: Creator }

/** Who calls a data endpoint. tiktok-api-v2-error-handling: `access_token_invalid`, `scope_not_authorized`. */
export function authenticate(world: World, authorization: string | undefined, anyOfScopes: string[]): Caller {
  const token = world.state.accessTokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  const app = world.apps.get(token?.clientKey ?? '')
  const creator = world.state.creators.get(token?.creatorId ?? '')
  if (!token || !app || !creator || creator.settings.isDeleted || token.expiresAtMs <= nowMsOf(world))
    throw new ApiError(401, 'access_token_invalid', 'The access token is invalid or not found in the request.')
  if (!anyOfScopes.some((scope) => token.scopes.includes(scope))) throw scopeError()
  return { token, app, creator }
}

export function requireScope({ scopes }: Token, scope: string): void {
  if (!scopes.includes(scope)) throw scopeError()
}

function scopeError(): ApiError {
  return new ApiError(
    401,
    'scope_not_authorized',
    'The user did not authorize the scope required for completing this request.',
  )
}

export function expireAccessTokens(world: World, openId?: string): void {
  for (const token of world.state.accessTokens.values())
    if (openId === undefined || token.openId === openId)
      world.state.accessTokens.put({ ...token, expiresAtMs: Math.min(token.expiresAtMs, nowMsOf(world)) })
}

/** webhooks-events, `authorization.removed`: 1 the user, 2 account deleted, 3 age, 4 banned, 5 the developer. */
export function removeAuthorization(world: World, openId: string, reason: number): boolean {
  const { state } = world
  const grant = state.grants.get(openId)
  if (!grant) return false
  for (const tokens of [state.accessTokens, state.refreshTokens])
    for (const it of tokens.values()) if (it.openId === openId) tokens.delete(it.token)
  state.grants.delete(openId)
  for (const task of state.tasks.values()) {
    if (task.openId !== openId) continue
    world.pulls.stop(task.publishId)
    failTask(world, task.publishId, 'auth_removed')
  }
  world.webhooks.send({ clientKey: grant.clientKey, openId, event: 'authorization.removed', content: { reason } })
  return true
}

export function saveGrant(world: World, { clientKey, creatorId, scopes }: Consent): Grant {
  return world.state.grants.put({ openId: openIdOf(clientKey, creatorId), clientKey, creatorId, scopes })
}
