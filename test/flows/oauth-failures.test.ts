import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Problem } from '#shared/api/problem.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Person } from '../person.ts'

const MINUTE_MS = 60_000

let app: TestApp
let ada: Person
let eve: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  eve = await app.signUp('Eve')
})
afterAll(() => app[Symbol.asyncDispose]())
afterEach(() => {
  app.simulator.faults.clear()
  app.clock.advance(2 * MINUTE_MS)
})

const consentPage = (who: Person, more = '') => who.redirect(`/api/v1/tiktok/oauth/authorize?returnTo=/accounts${more}`)

/** The address that TikTok sends the browser back to after a consent. */
async function callback(username: string, { who = ada, more = '' } = {}): Promise<URL> {
  return new URL(await app.simulator.authorize(await consentPage(who, more), { username }))
}

/** A callback of this attempt with other parameters than TikTok's. */
async function callbackWith(parameters: Record<string, string>): Promise<URL> {
  const back = await callback('mara.bakes')
  const state = back.searchParams.get('state') ?? ''
  back.search = String(new URLSearchParams({ state, ...parameters }))
  return back
}

async function pageAt(back: URL, who = ada): Promise<URL> {
  return new URL(await who.redirect(back.href), app.url)
}

async function problemAt(back: URL, who = ada): Promise<Problem> {
  const { status, body, headers } = await who.send('GET', back.href, undefined, { accept: 'application/json' })
  expect(headers.get('content-type')).toContain('application/problem+json')
  const problem = Problem.parse(body)
  expect(problem.status).toBe(status)
  return problem
}

/** The play, twice: a browser ends at a page with this code, a program gets a problem with it; neither finds an account. */
async function expectFailure(play: () => Promise<URL>, code: string, status: number, words: RegExp): Promise<void> {
  const before = await ada.accounts()
  const page = await pageAt(await play())
  expect({ path: page.pathname, search: page.search }).toEqual({ path: '/accounts', search: `?error=${code}` })
  const problem = await problemAt(await play())
  expect(problem).toMatchObject({ code, status })
  expect(`${problem.title} ${problem.detail} ${problem.remedy}`).toMatch(words)
  expect(await ada.accounts()).toEqual(before)
}

const tokenFault = (fault: object) => app.simulator.faults.add({ endpoint: 'token', ...fault })

test('the creator says no', async () => {
  const play = async () =>
    new URL(await app.simulator.authorize(await consentPage(ada), { username: 'mara.bakes', cancel: true }))
  await expectFailure(play, 'user_cancel', 403, /not allowed.*Start again/)
  await expectFailure(() => callbackWith({ error: 'access_denied' }), 'access_denied', 403, /not allowed/)
})

test('a creator whom the sandbox does not know is no cancel', async () => {
  app.simulator.changeCreator('tinytrains', { isOutsideSandbox: true })
  await expectFailure(() => callback('tinytrains'), 'non_sandbox_target', 403, /Add it as a target user/)
  app.simulator.changeCreator('tinytrains', { isOutsideSandbox: false })
})

test('a code that was used already', async () => {
  const first = await callback('mara.bakes')
  const code = first.searchParams.get('code') ?? ''
  expect((await pageAt(first)).searchParams.get('connected')).not.toBeNull()
  await expectFailure(() => callbackWith({ code }), 'invalid_grant', 400, /expired or was used/)
})

test('a code that has expired', async () => {
  const old = await callback('mara.bakes')
  app.clock.advance(5 * MINUTE_MS)
  const code = old.searchParams.get('code') ?? ''
  await expectFailure(() => callbackWith({ code }), 'invalid_grant', 400, /expired or was used/)
})

test('a redirect URI that is not the one of the consent', async () => {
  const play = async () => {
    const back = await callback('mara.bakes')
    const code = app.simulator.state.codes.get(back.searchParams.get('code') ?? '')
    if (!code) throw new Error('TikTok does not know its own code.')
    app.simulator.state.codes.put({ ...code, redirectUri: `${code.redirectUri}/` })
    return back
  }
  await expectFailure(play, 'invalid_request', 502, /redirect URI.*byte for byte/)
})

test('a client secret that is not the one of the app', async () => {
  const play = async () => {
    const back = await callback('mara.bakes')
    app.simulator.changeApp({ clientSecret: 'rotated-in-the-portal' })
    return back
  }
  await expectFailure(play, 'invalid_client', 502, /client key and secret.*TIKTOK_CLIENT_SECRET/)
  app.simulator.changeApp({ clientSecret: 'test-secret-of-the-app' })
})

test('an app that may not sign anybody in', async () => {
  tokenFault({ status: 401, code: 'unauthorized_client' })
  await expectFailure(() => callback('mara.bakes'), 'unauthorized_client', 502, /Add Login Kit/)
})

test('a scope that the app has no approval for', async () => {
  await expectFailure(() => callbackWith({ error: 'invalid_scope' }), 'invalid_scope', 502, /six scopes/)
})

test('a profile that the granted scopes do not open: nothing is connected, and the grant is given back', async () => {
  app.simulator.faults.add({ endpoint: 'user_info', status: 401, code: 'scope_not_authorized' })
  await expectFailure(() => callback('lena.climbs'), 'scope_not_authorized', 502, /permission is missing/)
  expect(app.simulator.state.grants.get(app.simulator.openIdOf('lena.climbs'))).toBeUndefined()
})

test('nobody listens where TikTok should be', async () => {
  await using lonely = await startTestApp({ env: { TIKTOK_API_URL: 'http://127.0.0.1:9' } })
  const bob = await lonely.signUp('Bob')
  const back = await lonely.simulator.authorize(await consentPage(bob), { username: 'mara.bakes' })
  expect(new URL(await bob.redirect(back), lonely.url).search).toBe('?error=tiktok_unreachable')
  expect(await bob.accounts()).toEqual([])
})

test('the connection breaks before the answer', async () => {
  tokenFault({ cut: 'before' })
  await expectFailure(() => callback('mara.bakes'), 'tiktok_no_answer', 502, /did not answer/)
})

test('the connection breaks after TikTok gave the tokens', async () => {
  tokenFault({ cut: 'after' })
  await expectFailure(() => callback('mara.bakes'), 'tiktok_no_answer', 502, /Nothing was connected/)
})

test('TikTok is down, in its own words, by its status, or on the way back', async () => {
  tokenFault({ status: 503, code: 'temporarily_unavailable', times: 2 })
  await expectFailure(() => callback('mara.bakes'), 'internal_error', 502, /not available right now/)
  tokenFault({ status: 502, body: '<html>Bad Gateway</html>', times: 2 })
  await expectFailure(() => callback('mara.bakes'), 'internal_error', 502, /not available right now/)
  await expectFailure(() => callbackWith({ error: 'server_error' }), 'server_error', 502, /not available right now/)
})

test('too many calls', async () => {
  tokenFault({ status: 429 })
  await expectFailure(() => callback('mara.bakes'), 'rate_limit_exceeded', 502, /Wait a minute/)
})

test('something that is no answer of TikTok', async () => {
  tokenFault({ status: 200, body: '<html>Sign in to this Wi-Fi</html>' })
  await expectFailure(() => callback('mara.bakes'), 'tiktok_nonsense', 502, /proxy/)
})

test('a reason that nobody knows is named; one that is no word is not repeated', async () => {
  await expectFailure(() => callbackWith({ error: 'brand_new_reason' }), 'brand_new_reason', 502, /“brand_new_reason”/)
  await expectFailure(() => callbackWith({ error: 'constructor' }), 'constructor', 502, /“constructor”/)
  await expectFailure(() => callbackWith({ error: 'Call +1 900 555' }), 'unknown_error', 400, /“unknown_error”/)
})

test('neither a code nor an error', async () => {
  await expectFailure(() => callbackWith({}), 'code_missing', 400, /Start again/)
})

test('a profile that fails at a reconnect leaves the account as it was, and its grant alone', async () => {
  const account = await ada.connect('oakandiron')
  app.simulator.faults.add({ endpoint: 'user_info', status: 200, body: 'nonsense' })
  await expectFailure(() => callback('oakandiron'), 'tiktok_nonsense', 502, /Nothing was connected/)
  expect(app.simulator.state.grants.get(account.openId)).toBeDefined()
  expect((await ada.send('GET', `/api/v1/accounts/${account.id}/creator-info`)).status).toBe(200)
})

test('a profile of another creator than the token is not taken', async () => {
  app.simulator.faults.add({
    endpoint: 'user_info',
    mutate: (reply) => ({ ...reply, body: reply.body.replace(/"open_id":"[^"]*"/, '"open_id":"somebody-else"') }),
  })
  await expectFailure(() => callback('yuki_ink'), 'tiktok_nonsense', 502, /Nothing was connected/)
})

test('no state', async () => {
  const play = async () => {
    const back = await callback('mara.bakes')
    back.searchParams.delete('state')
    return back
  }
  await expectFailure(play, 'state_missing', 400, /Start on the Accounts page/)
})

test('a state that was made up', async () => {
  await expectFailure(() => callbackWith({ state: 'A'.repeat(43), code: 'c' }), 'state_unknown', 400, /not known here/)
})

test('a state that took longer than five minutes', async () => {
  const play = async () => {
    const back = await callback('mara.bakes')
    app.clock.advance(5 * MINUTE_MS)
    return back
  }
  await expectFailure(play, 'state_expired', 400, /five minutes/)
})

test('a state that comes a second time, also when both come at once', async () => {
  const back = await callback('nightkitchen')
  const pages = await Promise.all([pageAt(back), pageAt(back), pageAt(back)])
  const errors = pages.map(({ searchParams }) => searchParams.get('error'))
  expect(errors.map(String).toSorted()).toEqual(['null', 'state_used', 'state_used'])
  expect(await problemAt(back)).toMatchObject({ code: 'state_used', remedy: expect.stringContaining('Look whether') })
})

test('a state that another user began, whichever way round', async () => {
  const before = [await ada.accounts(), await eve.accounts()]
  const hers = await callback('mara.bakes', { who: eve })
  expect((await pageAt(hers)).search).toBe('?error=state_foreign')
  expect(await problemAt(await callback('mara.bakes', { who: eve }))).toMatchObject({
    code: 'state_foreign',
    status: 403,
  })
  const mine = await callback('mara.bakes')
  expect((await pageAt(mine, eve)).search).toBe('?error=state_foreign')
  // A stranger had it: it works for nobody any more.
  expect((await pageAt(mine)).search).toBe('?error=state_used')
  expect([await ada.accounts(), await eve.accounts()]).toEqual(before)
})

test('a state that the same person began in another session', async () => {
  const back = await callback('mara.bakes')
  const { send } = await ada.withApiKey()
  const { headers } = await send('GET', back.href)
  expect(headers.get('location')).toContain('error=state_foreign')
})

test('a callback without a session', async () => {
  const back = await callback('mara.bakes')
  const answer = await fetch(back, { redirect: 'manual' })
  expect(answer.headers.get('location')).toContain('/accounts?error=session_ended')
})

test('a refused callback is logged with the reason, and without the state', async () => {
  app.logLines.length = 0
  const states: string[] = []
  for (const who of [eve, ada]) {
    const back = await callback('mara.bakes', { who })
    states.push(back.searchParams.get('state') ?? '')
    await pageAt(back)
    await pageAt(back)
  }
  const log = app.logLines.join('')
  for (const refusal of ['state_foreign', 'state_used']) expect(log).toContain(`"refusal":"${refusal}"`)
  for (const state of states) expect(log).not.toContain(state)
})

test('a state is 32 random bytes, of which only the hash is kept; its verifier is wiped when it was used', async () => {
  const urls = await Promise.all(Array.from({ length: 20 }, () => consentPage(ada)))
  const states = urls.map((url) => new URL(url).searchParams.get('state') ?? '')
  expect(new Set(states).size).toBe(20)
  for (const state of states) expect(Buffer.from(state, 'base64url')).toHaveLength(32)
  const { rows } = await app.ctx.pool.query<{ row: string }>('select each::text as row from oauth_states as each')
  const kept = rows.map(({ row }) => row).join('\n')
  for (const state of states) expect(kept).not.toContain(state)

  await pageAt(await callback('mara.bakes'))
  const used = await app.ctx.pool.query(
    'select 1 from oauth_states where used_at is not null and sealed_code_verifier is not null',
  )
  expect(used.rows).toEqual([])
})

test('what was not granted is a capability less, and a reconnect brings it', async () => {
  const account = await ada.connect('pixelgarden', ['user.info.basic', 'video.upload'])
  expect(account).toMatchObject({
    status: 'active',
    scopes: ['user.info.basic', 'video.upload'],
    capabilities: { directPost: false, draft: true, listVideos: false, stats: false },
  })
  const page = await pageAt(await callback('pixelgarden', { more: `&accountId=${account.id}` }))
  expect(Object.fromEntries(page.searchParams)).toEqual({ connected: account.id, expected: account.id, again: 'true' })
  const [again] = (await ada.accounts()).filter(({ id }) => id === account.id)
  expect(again?.capabilities).toEqual({ directPost: true, draft: true, listVideos: true, stats: true })
})

test('another account than the one to be reconnected is told', async () => {
  const wanted = await ada.connect('studio_ines')
  const page = await pageAt(await callback('drift.and.dine', { more: `&accountId=${wanted.id}` }))
  const connected = page.searchParams.get('connected')
  expect(connected).not.toBe(wanted.id)
  expect(page.searchParams.get('expected')).toBe(wanted.id)
  expect((await ada.accounts()).map(({ id }) => id)).toContain(connected)
})

test('an account of another workspace cannot be meant', async () => {
  const account = await ada.connect('northsea.surf')
  const path = `/api/v1/tiktok/oauth/authorize?accountId=${account.id}`
  expect(await eve.send('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\u0000',
  `/${'a'.repeat(501)}`,
])('the way back never leads to another site: %j', async (returnTo) => {
  const path = `/api/v1/tiktok/oauth/authorize?returnTo=${encodeURIComponent(returnTo)}`
  expect(await ada.send('GET', path)).toMatchObject({ status: 400, body: { errors: [{ path: 'returnTo' }] } })
})
