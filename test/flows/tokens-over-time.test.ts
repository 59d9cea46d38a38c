import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { refreshFleet } from '#server/accounts/refresh-fleet.ts'
import { startTestApp } from '../app.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(MINUTE_MS)
})

async function row(actor: Actor) {
  const { rows } = await stage.ctx.pool.query('select * from accounts where id = $1', [actor.account.id])
  return rows[0]
}

const sweep = () => stage.functions.sweep({}, new AbortController())
const refreshes = (actor: Actor) => actor.calls('token').slice(1)

/** Moves job by job until `end`, as the server lives through it. */
async function liveUntil(app: Pick<Stage, 'clock' | 'nextJobAt' | 'drain'>, end: Date): Promise<void> {
  for (;;) {
    await app.drain()
    const next = await app.nextJobAt()
    if (!next || next > end) break
    app.clock.moveTo(next)
  }
  app.clock.moveTo(end)
  await app.drain()
}

test('a week with tokens of two hours: every refresh comes in time, once per due moment', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  await ada.connect('mara.bakes')
  await ada.connect('oakandiron')
  const start = app.clock.now().getTime()
  await liveUntil(app, new Date(start + 7 * DAY_MS))
  for (const username of ['mara.bakes', 'oakandiron']) {
    const openId = app.simulator.openIdOf(username)
    const calls = app.simulator.state.calls.all('token').filter((call) => call.openId === openId)
    const gapsMs = calls.slice(1).map(({ atMs }, index) => atMs - (calls[index]?.atMs ?? 0))
    // Random is 0.5 here: 90 minutes, less half of a tenth of two hours.
    expect(new Set(gapsMs.map((gapMs) => Math.round(gapMs / MINUTE_MS)))).toEqual(new Set([84]))
    expect(calls).toHaveLength(1 + Math.floor((7 * 24 * 60) / 84))
    expect(calls.every(({ status }) => status === 200)).toBe(true)
  }
  expect((await ada.accounts()).map(({ status }) => status)).toEqual(['active', 'active'])
})

test('tokens of 24 hours are refreshed once a day, and by the lifetime that TikTok says', async () => {
  await using app = await startTestApp({ timing: { accessTokenLifetimeS: 24 * 60 * 60 } })
  const ada = await app.signUp()
  await ada.connect('mara.bakes')
  await liveUntil(app, new Date(app.clock.now().getTime() + 2 * DAY_MS))
  const [first, second, third, ...more] = app.simulator.state.calls.all('token').map(({ atMs }) => atMs)
  expect((second! - first!) / HOUR_MS).toBeCloseTo(16.8, 3)
  expect((third! - second!) / HOUR_MS).toBeCloseTo(16.8, 3)
  expect(more).toHaveLength(0)
})

test('a demand that refreshed first leaves the waiting job nothing to do', async () => {
  const mara = await stage.actor('mara.bakes')
  stage.clock.advance(HOUR_MS)
  expect((await stage.ada.send('POST', `/api/v1/accounts/${mara.account.id}/refresh-token`)).status).toBe(200)
  expect(refreshes(mara)).toHaveLength(1)
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 80 * MINUTE_MS))
  expect(refreshes(mara)).toHaveLength(1)
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 5 * MINUTE_MS))
  expect(refreshes(mara)).toHaveLength(2)
})

test('a lost job is made up for by the sweep, once', async () => {
  const oak = await stage.actor('oakandiron')
  await stage.ctx.pool.query("delete from pgboss.job where name = 'refresh-token' and data ->> 'accountId' = $1", [
    oak.account.id,
  ])
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 90 * MINUTE_MS))
  expect(refreshes(oak)).toHaveLength(0)
  await sweep()
  await sweep()
  const { rows } = await stage.ctx.pool.query(
    "select 1 from pgboss.job where name = 'refresh-token' and data ->> 'accountId' = $1",
    [oak.account.id],
  )
  expect(rows).toHaveLength(1)
  await stage.drain()
  expect(refreshes(oak)).toHaveLength(1)
})

test('an account from before there were refresh jobs gets one', async () => {
  const lena = await stage.actor('lena.climbs')
  await stage.ctx.pool.query("delete from pgboss.job where name = 'refresh-token' and data ->> 'accountId' = $1", [
    lena.account.id,
  ])
  await stage.ctx.pool.query('update accounts set refresh_at = null where id = $1', [lena.account.id])
  await sweep()
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 85 * MINUTE_MS))
  expect(refreshes(lena)).toHaveLength(1)
})

test('a process that died between the answer of TikTok and its save: the next try finds out, and the account says so', async () => {
  const tiny = await stage.actor('tinytrains')
  const lost = new Date(stage.clock.now().getTime() - MINUTE_MS)
  // What stays behind: the lease of the dead, and a refresh token that TikTok has already replaced.
  await stage.ctx.pool.query(
    'update accounts set refresh_lease_id = gen_random_uuid(), refresh_lease_until = $2, refresh_sent_at = $2 where id = $1',
    [tiny.account.id, lost],
  )
  for (const token of stage.simulator.state.refreshTokens.values())
    if (token.openId === tiny.openId) stage.simulator.state.refreshTokens.delete(token.token)
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 2 * HOUR_MS))
  expect(await row(tiny)).toMatchObject({ status: 'error', last_error: { code: 'refresh_answer_lost' } })
  const asked = stage.simulator.state.calls.count('token')
  await stage.ada.connect('tinytrains')
  expect(await row(tiny)).toMatchObject({
    status: 'active',
    last_error: null,
    refresh_sent_at: null,
    refresh_failures: 0,
  })
  expect(stage.simulator.state.calls.count('token')).toBe(asked + 1)
})

test('a post of an account whose answer got lost is held, and goes on after the reconnect', async () => {
  const night = await stage.actor('nightkitchen')
  stage.simulator.faults.add({ endpoint: 'token', openId: night.openId, times: 1, cut: 'after' })
  stage.simulator.expireAccessTokens(night.openId)
  const id = await night.post()
  expect((await night.until(id, 'held')).failure).toMatchObject({ code: 'account_error' })
  await stage.ada.connect('nightkitchen')
  await night.until(id, 'published')
  expect(night.posts()).toHaveLength(1)
})

test('a grant that TikTok refuses without any lost answer is revoked', async () => {
  const pixel = await stage.actor('pixelgarden')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: pixel.openId, isDropped: true })
  stage.simulator.revokeAuthorization(pixel.openId)
  const refused = () => stage.simulator.state.calls.all('token').filter(({ code }) => code === 'invalid_grant').length
  const before = refused()
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 2 * HOUR_MS))
  expect(await row(pixel)).toMatchObject({ status: 'revoked', last_error: { code: 'invalid_grant' }, refresh_at: null })
  expect(refused()).toBe(before + 1)
})

test('a refresh token that is over makes the account expired, and TikTok is not asked', async () => {
  const surf = await stage.actor('northsea.surf')
  await stage.ctx.pool.query('update accounts set refresh_expires_at = $2 where id = $1', [
    surf.account.id,
    stage.clock.now(),
  ])
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 3 * HOUR_MS))
  expect(await row(surf)).toMatchObject({
    status: 'expired',
    last_error: { code: 'refresh_token_expired', remedy: expect.stringContaining('Reconnect') },
  })
  expect(refreshes(surf)).toHaveLength(0)
})

test('the scopes of an account are those of the latest answer, and the features follow', async () => {
  const ines = await stage.actor('studio_ines')
  stage.simulator.faults.add({
    endpoint: 'token',
    openId: ines.openId,
    times: 1,
    mutate: (reply) => ({
      ...reply,
      body: reply.body.replace(/"scope":"[^"]*"/, '"scope":"user.info.basic,video.upload"'),
    }),
  })
  const { body } = await stage.ada.send('POST', `/api/v1/accounts/${ines.account.id}/refresh-token`)
  expect(body).toMatchObject({
    scopes: ['user.info.basic', 'video.upload'],
    capabilities: { directPost: false, draft: true },
  })
})

test('a refresh token that TikTok does not replace is used again', async () => {
  const kofi = await stage.actor('kofi.builds')
  const { refreshTokens } = stage.simulator.state
  const old = refreshTokens.values().find(({ openId }) => openId === kofi.openId)
  stage.simulator.faults.add({
    endpoint: 'token',
    openId: kofi.openId,
    mutate: (reply) => {
      refreshTokens.put(old!)
      return { ...reply, body: reply.body.replace(/"refresh_token":"[^"]*"/, `"refresh_token":"${old!.token}"`) }
    },
  })
  for (let count = 0; count < 2; count++)
    expect((await stage.ada.send('POST', `/api/v1/accounts/${kofi.account.id}/refresh-token`)).status).toBe(200)
  expect(refreshes(kofi).map(({ status }) => status)).toEqual([200, 200])
})

test('tokens that do not open are not asked for in a loop, and the account says which key is missing', async () => {
  const paws = await stage.actor('the_quiet_piano')
  await stage.ctx.pool.query('update accounts set sealed_refresh_token = sealed_access_token where id = $1', [
    paws.account.id,
  ])
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 85 * MINUTE_MS))
  expect(refreshes(paws)).toHaveLength(0)
  expect(await row(paws)).toMatchObject({ status: 'active', last_error: { code: 'vault_key_missing' } })
  expect((await row(paws)).refresh_at.getTime()).toBeGreaterThan(stage.clock.now().getTime() + 20 * MINUTE_MS)
})

test('tokens of another creator are never taken', async () => {
  const yuki = await stage.actor('yuki_ink')
  stage.simulator.faults.add({
    endpoint: 'token',
    openId: yuki.openId,
    times: 1,
    mutate: (reply) => ({ ...reply, body: reply.body.replace(/"open_id":"[^"]*"/, '"open_id":"somebody-else"') }),
  })
  const before = await row(yuki)
  expect((await stage.ada.send('POST', `/api/v1/accounts/${yuki.account.id}/refresh-token`)).status).toBe(502)
  const after = await row(yuki)
  expect(after).toMatchObject({ status: 'active', sealed_access_token: before.sealed_access_token })
  expect(after.last_error.code).toBe('unreadable_answer')
})

test('disconnecting with a dead access token refreshes first, so that TikTok hears of it; the waiting job does nothing', async () => {
  const drift = await stage.actor('drift.and.dine')
  stage.simulator.expireAccessTokens(drift.openId)
  expect((await stage.ada.send('DELETE', `/api/v1/accounts/${drift.account.id}`)).status).toBe(204)
  expect(drift.calls('revoke').map(({ status }) => status)).toEqual([400, 200])
  expect(refreshes(drift)).toHaveLength(1)
  expect(await row(drift)).toMatchObject({
    status: 'revoked',
    sealed_access_token: null,
    sealed_refresh_token: null,
    refresh_at: null,
  })
  await liveUntil(stage, new Date(stage.clock.now().getTime() + 3 * HOUR_MS))
  expect(refreshes(drift)).toHaveLength(1)
})

test('the fleet is counted and refreshed', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  for (const username of ['mara.bakes', 'oakandiron', 'lena.climbs']) await ada.connect(username)
  app.clock.advance(100 * MINUTE_MS)
  await ada.connect('tinytrains')
  app.simulator.faults.add({ endpoint: 'token', openId: app.simulator.openIdOf('lena.climbs'), times: 1, status: 503 })
  expect(await refreshFleet(app.ctx, { isDryRun: true })).toEqual({ total: 4, due: 3, refreshed: 0, failed: 0 })
  expect(app.simulator.state.calls.count('token')).toBe(4)
  expect(await refreshFleet(app.ctx, { isDryRun: false })).toEqual({ total: 4, due: 3, refreshed: 2, failed: 1 })
  expect(await refreshFleet(app.ctx, { isDryRun: false })).toEqual({ total: 4, due: 1, refreshed: 1, failed: 0 })
  expect(await refreshFleet(app.ctx, { isDryRun: false })).toEqual({ total: 4, due: 0, refreshed: 0, failed: 0 })
})
