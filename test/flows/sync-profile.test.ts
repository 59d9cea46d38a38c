import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Account } from '#shared/api/accounts.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { directTarget, videoPost } from '../person.ts'
import { videoFile } from '../videos.ts'

const HOUR_MS = 60 * 60 * 1000
const BASIC = ['user.info.basic', 'video.publish']

type Person = Awaited<ReturnType<TestApp['signUp']>>
let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())
afterEach(() => app.simulator.faults.clear())

const read = ({ id }: Pick<Account, 'id'>) => ada.call(Account, 'GET', `/api/v1/accounts/${id}`)
const callsOf = (username: string, endpoint: 'user_info' | 'video_list') =>
  app.simulator.state.calls.all(endpoint).filter(({ openId }) => openId === app.simulator.openIdOf(username))

test('a sync follows the connect by itself, and brings the numbers and the picture', async () => {
  const connected = await ada.connect('mara.bakes')
  expect(connected).toMatchObject({ stats: null, lastSyncedAt: null, avatarUrl: null })
  await app.drain()
  const creator = app.simulator.state.creators.values().find(({ username }) => username === 'mara.bakes')
  expect(await read(connected)).toMatchObject({
    stats: { followers: creator?.followerCount, following: creator?.followingCount, videos: 0 },
    lastSyncedAt: app.clock.now().toISOString(),
    avatarUrl: expect.stringMatching(new RegExp(`^/api/v1/accounts/${connected.id}/avatar\\?v=[0-9a-f]{16}$`)),
    postsToday: { used: 0, cap: 15 },
    lastPublishedAt: null,
    lastError: null,
  })
})

test('what was not granted is not asked for, and unknown: not nought', async () => {
  const account = await ada.connect('lena.climbs', BASIC)
  await app.drain()
  expect(await read(account)).toMatchObject({ username: null, stats: null, lastError: null, status: 'active' })
  expect(callsOf('lena.climbs', 'video_list')).toHaveLength(0)
  const { status } = await ada.send('POST', `/api/v1/accounts/${account.id}/sync`)
  expect(status).toBe(200)
})

test('a number that TikTok leaves out is unknown, and the others are not touched by it', async () => {
  const account = await ada.connect('tinytrains')
  app.simulator.faults.add({
    endpoint: 'user_info',
    mutate: (reply) => ({ ...reply, body: reply.body.replace(/"likes_count":\d+,/, '') }),
  })
  await app.drain()
  expect((await read(account)).stats).toMatchObject({ likes: null, followers: expect.any(Number) })
})

test('an account is synced once a day, and no more often for more jobs', async () => {
  await using own = await startTestApp()
  const eve = await own.signUp('Eve')
  const { id } = await eve.connect('oakandiron')
  const calls = () => own.simulator.state.calls.all('user_info').length
  await own.drain()
  const before = calls()
  const began = own.clock.now().getTime()
  for (let times = 0; times < 2; times++) await eve.send('POST', `/api/v1/accounts/${id}/sync`)
  await own.drain()
  // Two by hand, and one job for both.
  expect(calls()).toBe(before + 3)
  await own.runUntil(() => own.clock.now().getTime() > began + 49 * HOUR_MS, 60 * HOUR_MS)
  expect(calls()).toBe(before + 5)
})

test('a sync that fails says so and changes nothing else; it is tried again, and then the error is gone', async () => {
  const account = await ada.connect('nightkitchen')
  await app.drain()
  app.simulator.faults.add({ endpoint: 'user_info', openId: app.simulator.openIdOf('nightkitchen'), status: 500 })
  expect(await ada.send('POST', `/api/v1/accounts/${account.id}/sync`)).toMatchObject({ status: 502 })
  const failed = await read(account)
  expect(failed).toMatchObject({ status: 'active', lastError: { code: 'internal_error', remedy: expect.any(String) } })
  expect(failed.stats).not.toBeNull()
  app.simulator.faults.clear()
  await app.runUntil(async () => (await read(account)).lastError === null, 25 * HOUR_MS)
})

test('a job that fails comes again in half an hour', async () => {
  const account = await ada.connect('studio_ines')
  app.simulator.faults.add({ endpoint: 'video_list', openId: app.simulator.openIdOf('studio_ines'), status: 503 })
  await app.drain()
  expect(await read(account)).toMatchObject({ status: 'active', lastError: { code: expect.any(String) } })
  app.simulator.faults.clear()
  await app.runUntil(async () => (await read(account)).lastError === null, HOUR_MS / 2)
})

test('a job that got lost is made up for by the sweep', async () => {
  const account = await ada.connect('yuki_ink')
  await app.ctx.pool.query(`delete from pgboss.job where name = 'sync-account'`)
  app.clock.advance(2 * 60_000)
  await app.functions.sweep({}, new AbortController())
  await app.drain()
  expect((await read(account)).lastSyncedAt).not.toBeNull()
})

test('an account that was disconnected is not synced, and is again after a reconnect', async () => {
  const account = await ada.connect('kofi.builds')
  await app.drain()
  await ada.send('DELETE', `/api/v1/accounts/${account.id}`)
  const before = callsOf('kofi.builds', 'user_info').length
  const end = app.clock.now().getTime() + 49 * HOUR_MS
  await app.runUntil(() => app.clock.now().getTime() > end - 2 * HOUR_MS, 49 * HOUR_MS)
  expect(callsOf('kofi.builds', 'user_info')).toHaveLength(before)
  await ada.connect('kofi.builds')
  await app.drain()
  expect((await read(account)).lastSyncedAt).toBe(app.clock.now().toISOString())
})

test('posts of the day and the last publish are told with the account', async () => {
  const account = await ada.connect('velo.vera')
  const media = await ada.upload(await videoFile())
  const { id } = await ada.createPost(videoPost(media, [directTarget(account)]))
  await app.runUntil(async () => (await ada.post(id)).status === 'published')
  const today = await read(account)
  expect(today.postsToday).toEqual({ used: 1, cap: 15, learned: null })
  expect(today.lastPublishedAt).toBe((await ada.post(id)).publications[0]?.finishedAt)
  app.clock.advance(25 * HOUR_MS)
  expect(await read(account)).toMatchObject({
    postsToday: { used: 0, cap: 15 },
    lastPublishedAt: today.lastPublishedAt,
  })
})
