import { type AppRegistration, SCOPES } from './options.ts'
import { isLoopbackRedirect, isRegisteredRedirect } from './redirect-uri.ts'
import type { World } from './world.ts'

/** What an app asks of the authorize page, checked. */
export type AuthorizeRequest = {
  app: AppRegistration
  redirectUri: string
  scopes: string[]
  state: string | null
  codeChallenge: string | null
  isAutoAuthDisabled: boolean
  /** The request as it came, to be carried through the forms. */
  params: [string, string][]
}

/** A mistake that TikTok shows on its own error page instead of redirecting. */
export class AuthorizeMistake extends Error {
  override name = 'AuthorizeMistake'
  readonly parameter: string

  constructor(parameter: string, message: string) {
    super(message)
    this.parameter = parameter
  }
}

const PARAMETERS = [
  'client_key',
  'response_type',
  'scope',
  'redirect_uri',
  'state',
  'disable_auto_auth',
  'code_challenge',
  'code_challenge_method',
]

/** login-kit-web and login-kit-desktop. */
export function readAuthorizeRequest(world: World, given: URLSearchParams): AuthorizeRequest {
  const app = world.apps.get(given.get('client_key') ?? '')
  if (!app) throw new AuthorizeMistake('client_key', 'No app has this client key.')
  const redirectUri = given.get('redirect_uri') ?? ''
  if (!isRegisteredRedirect(redirectUri, app.redirectUris))
    throw new AuthorizeMistake('redirect_uri', `“${redirectUri}” is not registered for this app, byte for byte.`)
  if (given.get('response_type') !== 'code') throw new AuthorizeMistake('response_type', 'It must be “code”.')
  if (!['0', '1', null].includes(given.get('disable_auto_auth')))
    throw new AuthorizeMistake('disable_auto_auth', 'It must be 0 or 1.')
  return {
    app,
    redirectUri,
    scopes: readScopes(app, given.get('scope') ?? ''),
    state: given.get('state'),
    codeChallenge: readChallenge(given, isLoopbackRedirect(redirectUri)),
    isAutoAuthDisabled: given.get('disable_auto_auth') === '1',
    params: PARAMETERS.flatMap((name): [string, string][] => given.getAll(name).map((value) => [name, value])),
  }
}

/** Comma-separated; a list joined by spaces is one unknown scope. user.info.basic comes along by itself. */
function readScopes(app: AppRegistration, list: string): string[] {
  if (list === '') throw new AuthorizeMistake('scope', 'No scope is asked for.')
  const approved = app.scopes ?? SCOPES
  const asked = list.split(',')
  const unknown = asked.find((scope) => !approved.includes(scope))
  if (unknown !== undefined) throw new AuthorizeMistake('scope', `“${unknown}” is not a scope of this app.`)
  return [...new Set(['user.info.basic', ...asked])]
}

function readChallenge(given: URLSearchParams, isDesktop: boolean): string | null {
  const challenge = given.get('code_challenge')
  if (!challenge) {
    if (isDesktop) throw new AuthorizeMistake('code_challenge', 'A loopback redirect URI needs one.')
    return null
  }
  if (given.get('code_challenge_method') !== 'S256')
    throw new AuthorizeMistake('code_challenge_method', 'It must be “S256”.')
  return challenge
}
