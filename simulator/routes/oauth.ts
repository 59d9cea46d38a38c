import type { FastifyInstance } from 'fastify'
import { addEndpoint, type Call } from '../endpoint.ts'
import { flat, OAuthError } from '../envelope.ts'
import type { AppRegistration } from '../options.ts'
import { isVerifierOf } from '../pkce.ts'
import { issueTokens, removeAuthorization, rotateTokens } from '../tokens.ts'
import { nowMsOf, type World } from '../world.ts'

/** oauth-user-access-token-management. */
export function addOAuthRoutes(app: FastifyInstance, world: World): void {
  addEndpoint(app, world, {
    name: 'token',
    method: 'POST',
    path: '/v2/oauth/token/',
    shape: 'oauth',
    act: (call) => flat(grantTokens(world, call)),
  })
  addEndpoint(app, world, {
    name: 'revoke',
    method: 'POST',
    path: '/v2/oauth/revoke/',
    shape: 'oauth',
    act: (call) => flat(revoke(world, call)),
  })
}

function grantTokens(world: World, call: Call): object {
  const form = readForm(call)
  const app = signIn(world, form)
  const grantType = form.get('grant_type')
  if (grantType === 'authorization_code') return redeemCode(world, app, form)
  if (grantType === 'refresh_token') return rotateTokens(world, app, need(form, 'refresh_token'))
  if (grantType === 'client_credentials')
    return { access_token: world.ids.appToken(), expires_in: 7200, token_type: 'Bearer' }
  throw grantType
    ? new OAuthError('unsupported_grant_type', 'The grant type is not supported.')
    : malformed('grant_type is missing.')
}

function redeemCode(world: World, app: AppRegistration, form: URLSearchParams): object {
  const code = world.state.codes.get(need(form, 'code'))
  const redirectUri = need(form, 'redirect_uri')
  if (!code || code.clientKey !== app.clientKey || code.expiresAtMs <= nowMsOf(world))
    throw new OAuthError('invalid_grant', 'Authorization code is expired.')
  if (code.redirectUri !== redirectUri)
    throw malformed('Redirect_uri is not matched with the uri when requesting code.')
  if (code.codeChallenge !== null && !isVerifierOf(code.codeChallenge, form.get('code_verifier') ?? ''))
    throw malformed('Code verifier or code challenge is invalid.')
  world.state.codes.delete(code.code)
  return issueTokens(world, code)
}

function revoke(world: World, call: Call): object {
  const form = readForm(call)
  const app = signIn(world, form)
  const token = world.state.accessTokens.get(need(form, 'token'))
  if (!token || token.clientKey !== app.clientKey || token.expiresAtMs <= nowMsOf(world))
    throw new OAuthError('invalid_grant', 'Access token is invalid or expired.')
  removeAuthorization(world, token.openId, 5)
  return {}
}

/** A `charset` behind the type is refused, as projects in the field report. */
function readForm({ request, body }: Call): URLSearchParams {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
    throw malformed('The request parameters are malformed.')
  return new URLSearchParams(body.toString())
}

function signIn(world: World, form: URLSearchParams): AppRegistration {
  const app = world.apps.get(need(form, 'client_key'))
  if (!app || app.clientSecret !== need(form, 'client_secret'))
    throw new OAuthError('invalid_client', 'Client key or secret is incorrect.')
  return app
}

function need(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (!value) throw malformed(`The request parameters are malformed: ${name} is missing.`)
  return value
}

function malformed(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}
