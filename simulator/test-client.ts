import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AppRegistration, SimulatorOptions } from './options.ts'
import { seededRandom } from './random.ts'
import { createSimulator } from './simulator.ts'
import { createRequests } from './test-requests.ts'

/** What the simulator's own tests do as an app would: plain fetch, nothing of the product. */
export type TestClient = Awaited<ReturnType<typeof startSimulator>>

export const ALL_SCOPES = 'user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload'
export const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const REDIRECT_URI = 'http://127.0.0.1:4000/callback'

function createHandClock(startsAt = '2026-12-01T09:00:00Z') {
  let nowMs = Date.parse(startsAt)
  return {
    now: () => new Date(nowMs),
    advance(byMs: number) {
      nowMs += byMs
    },
  }
}

const DEMO_APP: AppRegistration = {
  clientKey: 'ck_demo',
  clientSecret: 'demo_client_secret',
  redirectUris: ['http://127.0.0.1:*/callback'],
  audited: true,
}

const AUTHORIZE_PARAMS = {
  response_type: 'code',
  scope: ALL_SCOPES,
  redirect_uri: REDIRECT_URI,
  state: 'the state',
  disable_auto_auth: '1',
  code_challenge: createHash('sha256').update(CODE_VERIFIER).digest('hex'),
  code_challenge_method: 'S256',
}

const TokenReply = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  open_id: z.string(),
  scope: z.string(),
})

type Overrides = Omit<Partial<SimulatorOptions>, 'apps'> & { app?: Partial<AppRegistration> }

/** A simulator on a free port with a clock moved by hand, and an app that talks to it. */
export async function startSimulator({ app, ...options }: Overrides = {}) {
  const clock = createHandClock()
  const registration: AppRegistration = { ...DEMO_APP, ...app }
  const simulator = await createSimulator({ apps: [registration], clock, random: seededRandom('tests'), ...options })
  const requests = createRequests(simulator.url)
  const credentials = { client_key: registration.clientKey, client_secret: registration.clientSecret }

  const authorizeUrl = (params: Record<string, string> = {}) =>
    `${simulator.url}/v2/auth/authorize/?${new URLSearchParams({ ...AUTHORIZE_PARAMS, client_key: registration.clientKey, ...params })}`
  const redeem = (code: string, more: Record<string, string> = {}) =>
    requests.postForm('/v2/oauth/token/', {
      ...credentials,
      code,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
      ...more,
    })

  return {
    simulator,
    url: simulator.url,
    clock,
    credentials,
    ...requests,
    authorizeUrl,
    redeem,
    refresh: (refreshToken: string) =>
      requests.postForm('/v2/oauth/token/', {
        ...credentials,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    async connect(username: string, scope = ALL_SCOPES) {
      const callback = new URL(await simulator.authorize(authorizeUrl({ scope }), { username }))
      const { body } = await redeem(callback.searchParams.get('code') ?? '')
      const { access_token: accessToken, refresh_token: refreshToken, open_id: openId } = TokenReply.parse(body)
      return { accessToken, refreshToken, openId }
    },
    /** Moves the clock and lets everything happen that is due by then. */
    async advance(byMs: number) {
      clock.advance(byMs)
      await simulator.tick()
    },
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  }
}
