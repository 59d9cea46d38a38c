import type { AuthorizeRequest } from './authorize-request.ts'
import { openIdOf } from './creators.ts'
import type { Creator } from './entities.ts'
import { saveGrant } from './tokens.ts'
import { nowMsOf, type World } from './world.ts'

/** Where the browser goes after consent: back to the app with a code. login-kit-web, "Handle authorization response". */
export function consentUrl(world: World, request: AuthorizeRequest, creator: Creator, scopes: string[]): string {
  const { app, redirectUri, codeChallenge } = request
  const { code } = world.state.codes.put({
    code: world.ids.authCode(),
    clientKey: app.clientKey,
    creatorId: creator.creatorId,
    redirectUri,
    scopes,
    codeChallenge,
    expiresAtMs: nowMsOf(world) + world.timing.codeLifetimeMs,
  })
  saveGrant(world, { clientKey: app.clientKey, creatorId: creator.creatorId, scopes })
  return withQuery(request, [
    ['code', code],
    ['scopes', scopes.join(',')],
  ])
}

export function refusalUrl(request: AuthorizeRequest, errorType: string, description: string): string {
  return withQuery(request, [
    ['error', 'access_denied'],
    ['error_description', description],
    ['error_type', errorType],
  ])
}

/** Why this creator cannot sign in to this app, as `error_type` and words; null when they can. */
export function signInProblem({ settings }: Creator): [errorType: string, description: string] | null {
  if (settings.isDeleted) return ['account_deleted', 'The account does not exist any more.']
  if (settings.isOutsideSandbox) return ['non_sandbox_target', 'The user is not a target user of this sandbox.']
  return null
}

/** A browser session plus an earlier consent skips the page, unless `disable_auto_auth=1`. */
export function canSkipConsent(world: World, request: AuthorizeRequest, creator: Creator): boolean {
  if (request.isAutoAuthDisabled || signInProblem(creator)) return false
  const grant = world.state.grants.get(openIdOf(request.app.clientKey, creator.creatorId))
  return request.scopes.every((scope) => grant?.scopes.includes(scope))
}

function withQuery({ redirectUri, state }: AuthorizeRequest, values: [string, string][]): string {
  const query = new URLSearchParams(values)
  if (state !== null) query.set('state', state)
  return `${redirectUri}?${query}`
}
