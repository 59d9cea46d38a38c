import type { FastifyInstance, FastifyRequest } from 'fastify'
import { canSkipConsent, consentUrl, refusalUrl, signInProblem } from '../authorize-outcome.ts'
import { AuthorizeMistake, type AuthorizeRequest, readAuthorizeRequest } from '../authorize-request.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import type { Creator } from '../entities.ts'
import type { Answer } from '../envelope.ts'
import { choosePage, consentPage, mistakePage } from '../pages/authorize.ts'
import type { World } from '../world.ts'

const COOKIE = 'tiktok_simulator_creator'
const MONTH_S = 30 * 24 * 3600

/** login-kit-web, login-kit-desktop: the page in the creator's browser. */
export function addAuthorizeRoutes(app: FastifyInstance, world: World): void {
  addEndpoint(app, world, {
    name: 'authorize',
    method: 'GET',
    path: '/v2/auth/authorize/',
    shape: 'envelope',
    act: (call) => orMistake(() => showPage(world, call)),
  })
  addEndpoint(app, world, {
    name: 'authorize',
    method: 'POST',
    path: '/v2/auth/authorize/decision',
    shape: 'envelope',
    act: (call) => orMistake(() => decide(world, new URLSearchParams(call.body.toString()))),
  })
}

function showPage(world: World, call: Call): Answer {
  const request = readAuthorizeRequest(world, call.query)
  const chosen = findCreator(world, call.query.get('creator'))
  if (chosen) {
    const problem = signInProblem(chosen)
    return problem ? redirect(refusalUrl(request, ...problem)) : page(consentPage(request, chosen))
  }
  const last = findCreator(world, lastUsername(call.request))
  if (last && canSkipConsent(world, request, last)) return redirect(consentUrl(world, request, last, request.scopes))
  return page(choosePage(request, world.state.creators.values(), last?.username ?? null))
}

function decide(world: World, form: URLSearchParams): Answer {
  const request = readAuthorizeRequest(world, form)
  const creator = findCreator(world, form.get('creator'))
  if (form.get('decision') !== 'authorize')
    return redirect(refusalUrl(request, 'user_cancel', 'The user cancelled the authorization.'))
  if (!creator) throw new AuthorizeMistake('creator', 'There is no such creator.')
  const problem = signInProblem(creator)
  if (problem) return redirect(refusalUrl(request, ...problem))
  return redirect(consentUrl(world, request, creator, grantedScopes(request, form)), {
    'set-cookie': `${COOKIE}=${creator.username}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${MONTH_S}`,
  })
}

/** Any subset of what was asked for; user.info.basic cannot be left out. */
function grantedScopes(request: AuthorizeRequest, form: URLSearchParams): string[] {
  const ticked = form.getAll('scopes').flatMap((scopes) => scopes.split(','))
  return request.scopes.filter((scope) => scope === 'user.info.basic' || ticked.includes(scope))
}

function findCreator(world: World, username: string | null): Creator | undefined {
  return world.state.creators.values().find((creator) => creator.username === username)
}

function lastUsername(request: FastifyRequest): string | null {
  return new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? null
}

function orMistake(act: () => Answer): Answer {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof AuthorizeMistake)) throw error
    return { ...page(mistakePage(error)), status: 400, code: error.parameter }
  }
}

function page(body: string): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
  return { status: 200, headers, body, code: 'page' }
}

function redirect(location: string, headers: Record<string, string> = {}): Answer {
  return { status: 303, headers: { ...headers, location, 'cache-control': 'no-store' }, body: '', code: 'redirect' }
}
