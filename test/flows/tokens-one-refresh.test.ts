import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { withAccessToken } from '#server/accounts/access-token.ts'
import { type Context, createContext } from '#server/context.ts'
import { createLogger } from '#server/logger.ts'
import { TikTokError } from '#tiktok/errors.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
/** Five processes' worth of contexts on one database, ten demands in each. */
const CONTEXTS = 5
const DEMANDS_EACH = 10
/** How long the client waits for an answer here, instead of 20 seconds. */
const PATIENCE_MS = 500

let stage: Stage
let contexts: Context[]
const cleanUp = new AsyncDisposableStack()

beforeAll(async () => {
  stage = cleanUp.use(await startStage({ limits: { readsPerMinute: 10_000 } }))
  const { config, secrets, databaseUrl } = stage.ctx
  const log = createLogger({ level: 'trace', destination: { write: (line) => void stage.logLines.push(line) } })
  const overrides = { clock: stage.clock, random: () => 0.5, log, timeouts: { requestMs: PATIENCE_MS } }
  contexts = []
  for (let count = 0; count < CONTEXTS; count++)
    contexts.push(
      cleanUp.use(await createContext({ config: { ...config, role: 'api' }, secrets, databaseUrl }, overrides)),
    )
})
afterAll(() => cleanUp.disposeAsync())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(MINUTE_MS)
})

type Demand = { accessToken: string } | { error: unknown }

/** An account whose token is due, and fifty demands for it at one moment. */
async function demandFiftyTimes(actor: Actor): Promise<Demand[]> {
  await stage.ctx.pool.query('update accounts set token_expires_at = $2 where id = $1', [
    actor.account.id,
    stage.clock.now(),
  ])
  stage.simulator.expireAccessTokens(actor.openId)
  return demand(actor)
}

async function demand(actor: Actor): Promise<Demand[]> {
  const demands = contexts.flatMap((ctx) =>
    Array.from({ length: DEMANDS_EACH }, () =>
      withAccessToken(ctx, actor.account.id, async (accessToken) => {
        await ctx.tiktok.userInfo({ accessToken, fields: ['open_id'] })
        return { accessToken }
      }).catch((error: unknown) => ({ error })),
    ),
  )
  return Promise.all(demands)
}

/** Every call that TikTok refused because its token was dead. */
const refusedCalls = (actor: Actor) => actor.calls('user_info').filter(({ status }) => status === 401)
const refreshes = (actor: Actor) => actor.calls('token').slice(1)

async function row(actor: Actor) {
  const { rows } = await stage.ctx.pool.query(
    'select status, refresh_failures, refresh_sent_at, refresh_lease_until, last_error from accounts where id = $1',
    [actor.account.id],
  )
  return rows[0]
}

/** Moves to the moment of the account's next try and does what is due. */
async function nextTry(actor: Actor): Promise<void> {
  const { rows } = await stage.ctx.pool.query<{ at: Date }>('select refresh_at as at from accounts where id = $1', [
    actor.account.id,
  ])
  stage.clock.moveTo(rows[0]!.at)
  await stage.drain()
}

test('fifty demands for a due token in five contexts are one refresh, and everybody gets the new token', async () => {
  const mara = await stage.actor('mara.bakes')
  const demands = await demandFiftyTimes(mara)
  expect(refreshes(mara)).toHaveLength(1)
  expect(demands).toHaveLength(CONTEXTS * DEMANDS_EACH)
  expect(new Set(demands.map((each) => JSON.stringify(each))).size).toBe(1)
  expect(demands[0]).toMatchObject({ accessToken: expect.stringMatching(/^act\./) })
  expect(refusedCalls(mara)).toHaveLength(0)
  expect(await row(mara)).toMatchObject({ status: 'active', refresh_sent_at: null, refresh_lease_until: null })
})

test('fifty calls that are refused with 401 are one refresh, and each is repeated once', async () => {
  const oak = await stage.actor('oakandiron')
  stage.simulator.expireAccessTokens(oak.openId)
  const demands = await demand(oak)
  expect(demands.filter((each) => 'error' in each)).toEqual([])
  expect(refreshes(oak)).toHaveLength(1)
  expect(oak.calls('user_info').filter(({ status }) => status === 200)).toHaveLength(1 + CONTEXTS * DEMANDS_EACH)
})

test('a connection cut after TikTok rotated: one refresh, one more try, then an error that says "reconnect"', async () => {
  const lena = await stage.actor('lena.climbs')
  stage.simulator.faults.add({ endpoint: 'token', openId: lena.openId, times: 1, cut: 'after' })
  const demands = await demandFiftyTimes(lena)
  expect(refreshes(lena)).toHaveLength(1)
  for (const each of demands) expect(each).toEqual({ error: expect.any(TikTokError) })
  expect(refusedCalls(lena)).toHaveLength(0)
  expect(await row(lena)).toMatchObject({ status: 'active', last_error: { code: 'network_reset' } })
  expect((await row(lena)).refresh_sent_at).not.toBeNull()

  await nextTry(lena)
  expect(stage.simulator.state.calls.all('token').at(-1)).toMatchObject({ code: 'invalid_grant' })
  const asked = stage.simulator.state.calls.count('token')
  expect(await row(lena)).toMatchObject({
    status: 'error',
    last_error: { code: 'refresh_answer_lost', remedy: expect.stringContaining('Reconnect') },
  })
  stage.clock.advance(24 * 60 * MINUTE_MS)
  await stage.drain()
  await demand(lena)
  expect(
    stage.simulator.state.calls
      .all('token')
      .slice(asked)
      .filter(({ openId }) => openId === lena.openId),
  ).toEqual([])
})

test('a connection cut before TikTok did anything: the second try with the same token succeeds', async () => {
  const tiny = await stage.actor('tinytrains')
  stage.simulator.faults.add({ endpoint: 'token', openId: tiny.openId, times: 1, cut: 'before' })
  await demandFiftyTimes(tiny)
  expect(refreshes(tiny)).toHaveLength(1)
  await nextTry(tiny)
  expect(refreshes(tiny)).toHaveLength(2)
  expect(await row(tiny)).toMatchObject({
    status: 'active',
    refresh_failures: 0,
    refresh_sent_at: null,
    last_error: null,
  })
  expect((await demand(tiny)).filter((each) => 'error' in each)).toEqual([])
})

test('a 503 for fifty demands is one refresh; the account stays active and says so until it works again', async () => {
  const night = await stage.actor('nightkitchen')
  stage.simulator.faults.add({ endpoint: 'token', openId: night.openId, times: 2, status: 503 })
  const demands = await demandFiftyTimes(night)
  expect(refreshes(night)).toHaveLength(1)
  for (const each of demands) expect(each).toEqual({ error: expect.any(TikTokError) })
  expect(await row(night)).toMatchObject({
    status: 'active',
    refresh_failures: 1,
    last_error: { code: 'server_error' },
  })
  await nextTry(night)
  expect(await row(night)).toMatchObject({ status: 'active', refresh_failures: 2 })
  await nextTry(night)
  expect(await row(night)).toMatchObject({ status: 'active', refresh_failures: 0, last_error: null })
  expect(refreshes(night)).toHaveLength(3)
  expect(refusedCalls(night)).toHaveLength(0)
})

test('silence is given up after the time of the client: one refresh, and no connection is kept meanwhile', async () => {
  const pixel = await stage.actor('pixelgarden')
  const idle: number[] = []
  stage.simulator.faults.add({
    endpoint: 'token',
    openId: pixel.openId,
    times: 1,
    hang: true,
    run: () => void idle.push(...contexts.map(({ pool }) => pool.waitingCount)),
  })
  const demands = await demandFiftyTimes(pixel)
  expect(refreshes(pixel)).toHaveLength(1)
  for (const each of demands) expect(each).toEqual({ error: expect.any(TikTokError) })
  expect(idle).toEqual(Array.from({ length: CONTEXTS }, () => 0))
  expect(await row(pixel)).toMatchObject({ status: 'active', last_error: { code: 'network_timeout' } })
  await nextTry(pixel)
  expect(await row(pixel)).toMatchObject({ status: 'active', refresh_failures: 0, last_error: null })
})
