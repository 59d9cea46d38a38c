import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { withAccessToken } from '#server/accounts/access-token.ts'
import { type Context, createContext } from '#server/context.ts'
import { BreakerOpenError } from '#server/limits/breaker-open-error.ts'
import { apiRoute } from '#server/limits/call-route.ts'
import { PROBE_MS } from '#server/limits/circuit-breaker.ts'
import { forgetBreakers } from '#server/limits/forget-breakers.ts'
import { createLogger } from '#server/logger.ts'
import { type Breaker, Breakers } from '#shared/api/breakers.ts'
import { TikTokError } from '#tiktok/errors.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const SECOND_MS = 1000
const DAY_MS = 24 * 60 * 60 * SECOND_MS
/** For so long a breaker opens at first; here chance takes the middle. */
const OPEN_MS = 30 * SECOND_MS

/** An answer that nobody can read, and that the client does not ask for again by itself. */
const PAGE = { body: '<html>Bad gateway</html>' }

/** Ten whose failures open the breaker of a host, and one more. */
const NAMES = ['mara.bakes', 'oakandiron', 'lena.climbs', 'tinytrains', 'nightkitchen', 'pixelgarden']
NAMES.push('northsea.surf', 'studio_ines', 'yuki_ink', 'drift.and.dine', 'the_quiet_piano')

let stage: Stage
/** Another process on the same database. */
let other: Context
let actors: Actor[]
let mara: Actor
let oak: Actor
const cleanUp = new AsyncDisposableStack()

beforeAll(async () => {
  stage = cleanUp.use(
    await startStage({
      limits: { directPostsPerDay: 1000, readsPerMinute: 10_000 },
      env: { TIKTOK_DAILY_POSTS: '1000' },
    }),
  )
  const { config, secrets, databaseUrl } = stage.ctx
  const log = createLogger({ level: 'trace', destination: { write: (line) => void stage.logLines.push(line) } })
  const overrides = { clock: stage.clock, random: () => 0.5, log }
  other = cleanUp.use(await createContext({ config: { ...config, role: 'api' }, secrets, databaseUrl }, overrides))
  actors = []
  for (const name of NAMES) actors.push(await stage.actor(name))
  ;[mara, oak] = [actors[0]!, actors[1]!]
  await stage.drain()
})
afterAll(() => cleanUp.disposeAsync())
afterEach(async () => {
  stage.simulator.faults.clear()
  await stage.drain()
  await stage.ctx.pool.query('delete from circuit_breakers')
  stage.clock.advance(5 * 60 * SECOND_MS)
})

type Fault = Parameters<Stage['simulator']['faults']['add']>[0]

const requests = (endpoint: Fault['endpoint']) => stage.simulator.state.calls.count(endpoint)
const secondsFromNow = (date: Date | string) => (new Date(date).getTime() - stage.clock.now().getTime()) / SECOND_MS

async function breakers(person: Pick<Stage['ada'], 'call'> = stage.ada): Promise<Breaker[]> {
  return (await person.call(Breakers, 'GET', '/api/v1/tiktok/breakers')).items
}

async function stateOf(scope: Breaker['scope']): Promise<Breaker['state'] | undefined> {
  return (await breakers()).find((each) => each.scope === scope)?.state
}

/** Asks TikTok who the account is; what came of it. */
function call(ctx: Context, { account }: Actor): Promise<'answered' | 'rested' | 'failed'> {
  return withAccessToken(ctx, account.id, (accessToken) =>
    ctx.tiktok.userInfo({ accessToken, fields: ['open_id'] }),
  ).then(
    () => 'answered',
    (error: unknown) => {
      if (error instanceof BreakerOpenError) return 'rested'
      if (error instanceof TikTokError) return 'failed'
      throw error
    },
  )
}

/** The breaker of the API's host opens, found out by the first context. */
async function openHost(): Promise<void> {
  const faultId = stage.simulator.faults.add({ endpoint: 'user_info', ...PAGE })
  const outcomes = await Promise.all(actors.slice(0, 10).map((actor) => call(stage.ctx, actor)))
  expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'failed'))
  stage.simulator.faults.remove(faultId)
}

/** Holds every call to the profile until it is let go, and counts them. */
function holdCalls(more: Partial<Fault> = {}) {
  const gate = Promise.withResolvers<void>()
  const first = Promise.withResolvers<void>()
  stage.simulator.faults.add({
    endpoint: 'user_info',
    times: 1,
    run: () => {
      first.resolve()
      return gate.promise
    },
    ...more,
  })
  return { arrived: first.promise, letGo: gate.resolve }
}

test('a host that fails for everybody is left alone, then probed by one, and every post goes out once', async () => {
  const before = requests('creator_info')
  const posted = actors.map((actor) => actor.posts().length)
  stage.simulator.faults.add({ endpoint: 'creator_info', ...PAGE })
  const ids = await Promise.all(actors.map((actor) => actor.post()))
  await stage.drain()
  expect(requests('creator_info') - before).toBe(10)
  expect(await stateOf('api')).toBe('open')
  const { body } = await stage.ada.send('GET', '/metrics')
  expect(body).toContain('clipdeck_circuit_breakers{scope="api",state="open"} 1')

  stage.clock.advance(5 * SECOND_MS)
  await stage.drain()
  expect(requests('creator_info') - before).toBe(10)
  for (const [index, actor] of actors.entries()) {
    const publication = await actor.publication(ids[index]!)
    // Whoever opened it waits too, with the reason that it met itself.
    expect(publication).toMatchObject({ status: 'scheduled', attempts: 1 })
    expect(publication.failure?.code).toMatch(/^(tiktok_unavailable|unreadable_answer)$/)
    expect(secondsFromNow(publication.nextStepAt ?? '')).toBeGreaterThanOrEqual((OPEN_MS - 5 * SECOND_MS) / SECOND_MS)
  }

  stage.clock.advance(OPEN_MS)
  await stage.drain()
  expect(requests('creator_info') - before).toBe(11)
  const [host] = await breakers()
  expect(host).toMatchObject({ scope: 'api', state: 'open', lastErrorCode: 'unreadable_answer' })
  expect(secondsFromNow(host?.openUntil ?? '')).toBe((2 * OPEN_MS) / SECOND_MS)

  stage.simulator.faults.clear()
  for (const [index, actor] of actors.entries()) {
    const publication = await actor.until(ids[index]!, 'published', 5 * 60 * SECOND_MS)
    expect(publication).toMatchObject({ attempts: 1, failure: null })
  }
  expect(actors.map((actor) => actor.posts().length)).toEqual(posted.map((count) => count + 1))
  expect(await breakers()).toMatchObject([{ scope: 'api', state: 'closed', failures: 0 }])
})

test('an outage longer than the retries of a post costs nobody an attempt, however few share the probes', async () => {
  const few = actors.slice(0, 3)
  const before = requests('creator_info')
  const end = stage.clock.now().getTime() + 90 * 60 * SECOND_MS
  for (const endpoint of ['creator_info', 'token'] as const) stage.simulator.faults.add({ endpoint, ...PAGE })
  const ids = await Promise.all(few.map((actor) => actor.post()))
  await stage.runUntil(() => stage.clock.now().getTime() >= end, 3 * 60 * 60 * SECOND_MS)
  expect(requests('creator_info') - before).toBeLessThan(30)
  expect((await breakers()).filter(({ state }) => state !== 'closed')).toMatchObject([{ scope: 'api' }])
  stage.simulator.faults.clear()
  for (const [index, actor] of few.entries())
    expect(await actor.until(ids[index]!, 'published')).toMatchObject({ attempts: 1 })
})

test('what one process found out holds for another one a second later', async () => {
  expect(await call(other, oak)).toBe('answered')
  await openHost()
  const before = requests('user_info')
  stage.clock.advance(SECOND_MS)
  expect(await Promise.all(actors.map((actor) => call(other, actor)))).toEqual(actors.map(() => 'rested'))
  expect(requests('user_info')).toBe(before)
})

test('of all callers in all processes one probes; its answer lets everybody go on', async () => {
  await openHost()
  stage.clock.advance(OPEN_MS)
  const before = requests('user_info')
  const { arrived, letGo } = holdCalls()
  const calls = [stage.ctx, other].flatMap((ctx) => actors.map((actor) => call(ctx, actor)))
  await arrived
  const outcomes: string[] = []
  await new Promise<void>((resolve) => {
    for (const each of calls)
      void each.then((outcome) => {
        if (outcomes.push(outcome) === calls.length - 1) resolve()
      })
  })
  expect(outcomes).toEqual(calls.slice(1).map(() => 'rested'))
  expect(await stateOf('api')).toBe('half-open')
  letGo()
  await Promise.all(calls)
  expect(outcomes.at(-1)).toBe('answered')
  expect(requests('user_info') - before).toBe(1)
  expect(await stateOf('api')).toBe('closed')
  stage.clock.advance(SECOND_MS)
  for (const ctx of [stage.ctx, other]) expect(await call(ctx, oak)).toBe('answered')
})

test('when whoever probes dies, another one probes; an answer that comes after all changes nothing', async () => {
  await openHost()
  stage.clock.advance(OPEN_MS)
  const { arrived, letGo } = holdCalls({ status: 400, code: 'invalid_params' })
  const lost = call(other, mara)
  await arrived
  expect(await call(stage.ctx, oak)).toBe('rested')
  stage.clock.advance(PROBE_MS - SECOND_MS)
  expect(await call(stage.ctx, oak)).toBe('rested')
  stage.clock.advance(SECOND_MS)
  stage.simulator.faults.add({ endpoint: 'user_info', times: 1, ...PAGE })
  expect(await call(stage.ctx, oak)).toBe('failed')
  expect(await stateOf('api')).toBe('open')
  letGo()
  expect(await lost).toBe('failed')
  expect(await stateOf('api')).toBe('open')
})

test('a right to probe that is not used is given back', async () => {
  await openHost()
  stage.clock.advance(OPEN_MS)
  const route = apiRoute(mara.account.id, stage.ctx.config)
  {
    await using _unused = await other.breakers.enter(route)
    expect(await call(stage.ctx, oak)).toBe('rested')
  }
  stage.clock.advance(SECOND_MS)
  expect(await call(stage.ctx, oak)).toBe('answered')
})

test('an account that alone is answered with 5xx rests alone, and goes on by itself', async () => {
  stage.simulator.faults.add({ endpoint: 'creator_info', openId: mara.openId, ...PAGE })
  const [late, soon] = [await mara.post(), await oak.post()]
  const posted = mara.posts().length
  await stage.runUntil(async () => (await stateOf('account')) === 'open')
  expect((await oak.publication(soon)).status).toBe('published')
  expect(await breakers()).toMatchObject([
    { scope: 'api', state: 'closed' },
    { scope: 'account', accountId: mara.account.id, host: null, state: 'open', failures: 5 },
  ])
  const before = mara.calls('creator_info').length
  await stage.ada.send('GET', `/api/v1/accounts/${mara.account.id}/creator-info`)
  expect(mara.calls('creator_info')).toHaveLength(before)
  expect(await call(stage.ctx, oak)).toBe('answered')
  stage.simulator.faults.clear()
  await mara.until(late, 'published')
  expect(mara.posts().length - posted).toBe(1)
})

test('of the breakers of accounts a workspace sees its own, of the hosts all', async () => {
  stage.simulator.faults.add({ endpoint: 'user_info', openId: mara.openId, times: 1, ...PAGE })
  await call(stage.ctx, mara)
  expect((await breakers()).map(({ scope }) => scope)).toEqual(['api', 'account'])
  const eve = await stage.signUp('Eve')
  expect(await breakers(eve)).toMatchObject([{ scope: 'api', host: new URL(stage.simulator.url).host, failures: 1 }])
})

test('an upload host that fails keeps uploads open; they go on by themselves in the same upload', async () => {
  const [latecomer, ...others] = actors.toReversed()
  const made = (actor: Actor) => ({ inits: actor.inits().length, posts: actor.posts().length })
  const before = actors.map(made)
  stage.simulator.faults.add({ endpoint: 'upload', status: 503 })
  const ids = new Map<Actor, string>()
  for (const actor of others) ids.set(actor, await actor.post())
  await stage.drain()
  expect(await stateOf('upload')).toBe('open')
  expect(await stateOf('api')).toBe('closed')

  const sent = requests('upload')
  ids.set(latecomer!, await latecomer!.post())
  stage.clock.advance(10 * SECOND_MS)
  await stage.drain()
  expect(requests('upload')).toBe(sent)
  const late = await latecomer!.publication(ids.get(latecomer!) ?? '')
  expect(late).toMatchObject({ status: 'publishing', failure: { code: 'tiktok_unavailable' } })
  const { rows } = await stage.ctx.pool.query(
    'select state, sent_bytes, last_chunk_at from transfers where publication_id = $1',
    [late.id],
  )
  // Nothing says that its last byte may be at TikTok: it did not go out.
  expect(rows).toEqual([{ state: 'open', sent_bytes: 0, last_chunk_at: null }])

  stage.simulator.faults.clear()
  for (const [actor, id] of ids) await actor.until(id, 'published')
  expect(actors.map(made)).toEqual(before.map(({ inits, posts }) => ({ inits: inits + 1, posts: posts + 1 })))
  expect(await stateOf('upload')).toBeUndefined()
})

test('a refresh that may not go out leaves the account as it was, and comes back later', async () => {
  await openHost()
  const before = requests('token')
  await stage.ctx.pool.query('update accounts set token_expires_at = $2, refresh_at = $2 where id = $1', [
    oak.account.id,
    stage.clock.now(),
  ])
  await stage.functions['refresh-token']({ accountId: oak.account.id }, { signal: new AbortController().signal })
  const { rows } = await stage.ctx.pool.query(
    'select status, last_error, refresh_failures, refresh_sent_at, refresh_lease_until, refresh_at from accounts where id = $1',
    [oak.account.id],
  )
  expect(rows[0]).toMatchObject({
    status: 'active',
    last_error: null,
    refresh_failures: 0,
    refresh_sent_at: null,
    refresh_lease_until: null,
  })
  expect(secondsFromNow(rows[0].refresh_at)).toBe(33)
  expect(requests('token')).toBe(before)
  stage.clock.advance(40 * SECOND_MS)
  await stage.drain()
  expect(requests('token')).toBe(before + 1)
})

test.each([
  ['GET', 'creator-info'],
  ['POST', 'sync'],
  ['POST', 'refresh-token'],
] as const)('a person who needs TikTok is told when to come back: %s %s', async (method, what) => {
  await openHost()
  const response = await stage.ada.send(method, `/api/v1/accounts/${oak.account.id}/${what}`)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('33')
  expect(response.body).toMatchObject({
    code: 'tiktok_unavailable',
    detail: 'TikTok does not answer well right now, so calls to it rest.',
    remedy: expect.stringContaining('goes on by itself'),
  })
})

test('one call in twenty that fails by chance opens nothing', async () => {
  stage.simulator.faults.add({ endpoint: 'user_info', ...PAGE, probability: 0.05, seed: 'chance' })
  const outcomes: string[] = []
  for (let round = 0; round < 10; round++)
    outcomes.push(...(await Promise.all(actors.map((actor) => call(round % 2 ? other : stage.ctx, actor)))))
  expect(outcomes).toContain('failed')
  expect(outcomes).not.toContain('rested')
})

test('a breaker of which nothing was heard for a day is forgotten', async () => {
  await openHost()
  await forgetBreakers(stage.ctx)
  expect(await stateOf('api')).toBe('open')
  await forgetBreakers({ db: stage.ctx.db, clock: { now: () => new Date(stage.clock.now().getTime() + DAY_MS + 1) } })
  expect(await stateOf('api')).toBe('closed')
})

test('while all is well, a call costs no statement', async () => {
  await call(stage.ctx, oak)
  const route = apiRoute(oak.account.id, stage.ctx.config)
  const query = vi.spyOn(Client.prototype, 'query')
  for (let count = 0; count < 100; count++) await stage.ctx.breakers.call(route, async () => count)
  const statements = query.mock.calls.length
  query.mockRestore()
  expect(statements).toBe(0)
})
