import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestApp } from '../app.ts'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'

const MINUTE_MS = 60_000

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(2 * MINUTE_MS)
})

const inAMinute = () => ({ publishAt: new Date(stage.clock.now().getTime() + MINUTE_MS).toISOString() })

async function statusOf(actor: Actor): Promise<string | undefined> {
  return (await stage.ada.accounts()).find(({ id }) => id === actor.account.id)?.status
}

test('an account revoked between scheduling and publishing holds the post, which goes on after a reconnect', async () => {
  const id = await mara.post({}, inAMinute())
  stage.simulator.revokeAuthorization(mara.openId)
  const held = await mara.until(id, 'held')
  expect(held.failure).toMatchObject({ code: 'account_revoked', remedy: expect.stringContaining('Reconnect') })
  expect(mara.inits()).toHaveLength(0)
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('mara.bakes')
  await mara.until(id, 'published')
  expect(mara.posts()).toHaveLength(1)
  expect(mara.inits()).toHaveLength(1)
})

test('a revoked account that nobody told about is found out by its tokens', async () => {
  const oak = await stage.actor('oakandiron')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: oak.openId, isDropped: true })
  stage.simulator.revokeAuthorization(oak.openId)
  const id = await oak.post()
  await oak.until(id, 'held')
  expect(await statusOf(oak)).toBe('revoked')
})

test('a draft for a revoked account is held, too', async () => {
  const lena = await stage.actor('lena.climbs')
  stage.simulator.revokeAuthorization(lena.openId)
  const id = await lena.post({ mode: 'draft', privacyLevel: undefined })
  expect((await lena.until(id, 'held')).failure).toMatchObject({ code: 'account_revoked' })
})

test('a network failure at the refresh never disconnects an account', async () => {
  const tiny = await stage.actor('tinytrains')
  stage.simulator.expireAccessTokens(tiny.openId)
  stage.simulator.faults.add({ endpoint: 'token', openId: tiny.openId, times: 2, cut: 'before' })
  const id = await tiny.post()
  await tiny.until(id, 'published')
  expect(await statusOf(tiny)).toBe('active')
})

test('an event about an access that was removed before the reconnect does not disconnect the account anew', async () => {
  const night = await stage.actor('nightkitchen')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: night.openId, times: 1, delayMs: 30 * MINUTE_MS })
  expect((await stage.ada.send('DELETE', `/api/v1/accounts/${night.account.id}`)).status).toBe(204)
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('nightkitchen')
  stage.clock.advance(60 * MINUTE_MS)
  await stage.drain()
  expect(await statusOf(night)).toBe('active')
  const id = await night.post()
  await night.until(id, 'published')
})

test('a reconnect that came in while a step was failing is not lost', async () => {
  const pixel = await stage.actor('pixelgarden')
  stage.simulator.faults.add({
    endpoint: 'video_init',
    openId: pixel.openId,
    times: 1,
    status: 401,
    code: 'scope_not_authorized',
    run: async () => {
      stage.clock.advance(1000)
      await stage.ada.connect('pixelgarden')
    },
  })
  const id = await pixel.post()
  await pixel.until(id, 'published')
  expect(await statusOf(pixel)).toBe('active')
})

test('a server that died between the reconnect and what waited for it makes up for it with the next sweep', async () => {
  const surf = await stage.actor('northsea.surf')
  stage.simulator.revokeAuthorization(surf.openId)
  const id = await surf.post()
  const held = await surf.until(id, 'held')
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('northsea.surf')
  await stage.ctx.pool.query(
    `update publications set status = 'held', next_step_at = null, updated_at = $2,
       failure = '{"code":"account_revoked","detail":"gone","remedy":"reconnect"}' where id = $1`,
    [held.id, new Date(stage.clock.now().getTime() - MINUTE_MS)],
  )
  await stage.functions.sweep({}, new AbortController())
  await surf.until(id, 'published')
  expect(surf.posts()).toHaveLength(1)
})

test('access removed in the middle of an upload holds the post; after it everything was sent, it is unconfirmed', async () => {
  const ines = await stage.actor('studio_ines')
  stage.simulator.faults.add({
    endpoint: 'upload',
    openId: ines.openId,
    chunkIndex: 1,
    times: 1,
    run: () => void stage.simulator.revokeAuthorization(ines.openId),
  })
  const id = await ines.post({}, {}, THREE_CHUNKS_BYTES)
  expect((await ines.until(id, 'held')).failure).toMatchObject({ code: expect.stringMatching(/auth_removed|revoked/) })

  const yuki = await stage.actor('yuki_ink')
  stage.simulator.faults.add({ endpoint: 'upload', openId: yuki.openId, times: 1, cut: 'after' })
  stage.simulator.faults.add({ endpoint: 'status', openId: yuki.openId, status: 401, code: 'scope_not_authorized' })
  const sent = await yuki.post()
  expect((await yuki.until(sent, 'unconfirmed')).failure).toMatchObject({ code: 'scope_not_authorized' })
  expect(await statusOf(yuki)).toBe('revoked')
  await yuki.until(sent, 'published')
  expect(yuki.inits()).toHaveLength(1)
})

test('an upload of which TikTok lacks bytes is unconfirmed while nobody can ask, and goes on after the reconnect', async () => {
  const kofi = await stage.actor('kofi.builds')
  stage.simulator.faults.add({ endpoint: 'upload', openId: kofi.openId, times: 1, cut: 'before' })
  const refusal = { endpoint: 'status', openId: kofi.openId, status: 401, code: 'scope_not_authorized' } as const
  const faultId = stage.simulator.faults.add(refusal)
  const id = await kofi.post()
  await kofi.until(id, 'unconfirmed')
  expect(await statusOf(kofi)).toBe('revoked')
  stage.simulator.faults.remove(faultId)
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('kofi.builds')
  await kofi.until(id, 'published', 2 * MINUTE_MS)
  expect(kofi.posts()).toHaveLength(1)
  expect(kofi.inits()).toHaveLength(1)
  const kinds = (await kofi.timeline(id)).map(({ kind }) => kind)
  expect(kinds.slice(kinds.indexOf('unconfirmed') + 1)).toEqual([
    'incomplete',
    'upload-resumed',
    'uploaded',
    'published',
  ])
})

test('an account whose tokens do not open can be disconnected', async () => {
  const drift = await stage.actor('drift.and.dine')
  await stage.ctx.pool.query(
    'update accounts set sealed_access_token = (select sealed_access_token from accounts where id = $2) where id = $1',
    [drift.account.id, mara.account.id],
  )
  const id = await drift.post()
  expect((await drift.until(id, 'held')).failure).toMatchObject({ code: 'vault_key_missing' })
  expect((await stage.ada.send('DELETE', `/api/v1/accounts/${drift.account.id}`)).status).toBe(204)
  expect(await statusOf(drift)).toBe('revoked')
})

test('one account connected twice at the same moment is one account whose tokens open', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const both = await Promise.all([ada.connect('mara.bakes'), ada.connect('mara.bakes')])
  expect(new Set(both.map(({ id }) => id)).size).toBe(1)
  expect((await ada.send('GET', `/api/v1/accounts/${both[0].id}/creator-info`)).status).toBe(200)
})
