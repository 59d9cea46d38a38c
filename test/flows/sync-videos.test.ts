import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, AccountVideo } from '#shared/api/accounts.ts'
import { listOf } from '#shared/api/lists.ts'
import { startTestApp, type TestApp } from '../app.ts'

const MINUTE_MS = 60_000
/** Beyond 2^53: no number of JavaScript holds it. */
const FIRST_ID = 7_612_345_678_901_234_567n

type Person = Awaited<ReturnType<TestApp['signUp']>>
let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())

let lastId = FIRST_ID

/** Videos that the creator has posted before, the newest `newestAgeMs` ago, a minute apart. */
function addVideos(username: string, count: number, { isPublic = true, newestAgeMs = 0 } = {}): string[] {
  const { posts, creators } = app.simulator.state
  const creator = creators.values().find((each) => each.username === username)
  if (!creator) throw new Error(`There is no creator ${username}.`)
  return Array.from({ length: count }, (_, index) => {
    lastId += 1n
    const postId = String(lastId)
    posts.put({
      postId,
      publishId: `v_pub_file~v2.${postId}`,
      clientKey: 'test-app',
      creatorId: creator.creatorId,
      openId: app.simulator.openIdOf(username),
      username,
      kind: 'video',
      mode: 'direct',
      privacyLevel: isPublic ? 'PUBLIC_TO_EVERYONE' : 'SELF_ONLY',
      caption: `Video ${postId}`,
      description: '',
      postInfo: {},
      files: [],
      sizeBytes: 1,
      sha256: '',
      publishedAtMs: app.clock.now().getTime() - newestAgeMs - (index + 1) * MINUTE_MS,
      isPublic,
      moderationDueAtMs: null,
    })
    return postId
  })
}

async function videosOf({ id }: Pick<Account, 'id'>, limit = 100): Promise<AccountVideo[]> {
  const videos: AccountVideo[] = []
  let cursor = ''
  do {
    const page: { items: AccountVideo[]; nextCursor: string | null } = await ada.call(
      listOf(AccountVideo),
      'GET',
      `/api/v1/accounts/${id}/videos?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    )
    videos.push(...page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return videos
}

const idsOf = async (account: Pick<Account, 'id'>, limit?: number) =>
  (await videosOf(account, limit)).map(({ id }) => id)
const listCalls = (username: string) =>
  app.simulator.state.calls.all('video_list').filter(({ openId }) => openId === app.simulator.openIdOf(username)).length

async function sync({ id }: Pick<Account, 'id'>): Promise<void> {
  expect(await ada.send('POST', `/api/v1/accounts/${id}/sync`)).toMatchObject({ status: 200 })
  await app.drain()
}

test('45 videos come in three pages, newest first, with ids beyond 2^53 as they are', async () => {
  const ids = addVideos('mara.bakes', 45)
  const hidden = addVideos('mara.bakes', 3, { isPublic: false })
  const account = await ada.connect('mara.bakes')
  await app.drain()
  expect(listCalls('mara.bakes')).toBe(3)
  expect(await idsOf(account)).toEqual(ids)
  expect(await idsOf(account, 7)).toEqual(ids)
  expect(await idsOf(account)).not.toContain(hidden[0])
  expect((await videosOf(account))[0]).toMatchObject({
    accountId: account.id,
    title: `Video ${ids[0]}`,
    views: expect.any(Number),
    syncedAt: app.clock.now().toISOString(),
  })
})

test('ids that TikTok writes as bare numbers stay exact', async () => {
  const ids = addVideos('oakandiron', 2)
  app.simulator.faults.add({
    endpoint: 'video_list',
    mutate: (reply) => ({ ...reply, body: reply.body.replaceAll(/"id":"(\d+)"/g, '"id":$1') }),
  })
  const account = await ada.connect('oakandiron')
  await app.drain()
  app.simulator.faults.clear()
  expect(await idsOf(account)).toEqual(ids)
})

test('after the first pass only what is new is read, and nothing is lost between', async () => {
  const old = addVideos('lena.climbs', 60, { newestAgeMs: 100 * MINUTE_MS })
  const account = await ada.connect('lena.climbs')
  await app.drain()
  expect(listCalls('lena.climbs')).toBe(3)
  await sync(account)
  expect(listCalls('lena.climbs')).toBe(4)
  const fresh = addVideos('lena.climbs', 30)
  await sync(account)
  expect(listCalls('lena.climbs')).toBe(6)
  expect(await idsOf(account)).toEqual([...fresh, ...old])
})

test('a video that is no longer public goes from the list', async () => {
  const ids = addVideos('tinytrains', 5)
  const account = await ada.connect('tinytrains')
  await app.drain()
  app.simulator.setPostPublic(ids[1] ?? '', false)
  await sync(account)
  expect(await idsOf(account)).toEqual(ids.filter((id) => id !== ids[1]))
})

test('a first pass that broke off goes on where it stopped', async () => {
  const ids = addVideos('pixelgarden', 50)
  app.simulator.faults.add({
    endpoint: 'video_list',
    openId: app.simulator.openIdOf('pixelgarden'),
    skip: 1,
    times: 3,
    status: 500,
  })
  const account = await ada.connect('pixelgarden')
  await app.drain()
  expect(await idsOf(account)).toEqual(ids.slice(0, 20))
  await app.runUntil(async () => (await idsOf(account)).length === 50)
  expect(await idsOf(account)).toEqual(ids)
})

test('a window that is full is waited out', async () => {
  const ids = addVideos('studio_ines', 3)
  await app.ctx.pool.query(
    'insert into room_reservations (bucket, reserved_at) select $1, $2 from generate_series(1, 600)',
    [`video-list:${app.simulator.openIdOf('studio_ines')}`, app.clock.now()],
  )
  const account = await ada.connect('studio_ines')
  await app.drain()
  expect(await idsOf(account)).toEqual([])
  await app.runUntil(async () => (await idsOf(account)).length > 0, MINUTE_MS)
  expect(await idsOf(account)).toEqual(ids)
})

test('what TikTok leaves out is unknown', async () => {
  addVideos('nightkitchen', 1)
  app.simulator.faults.add({
    endpoint: 'video_list',
    mutate: (reply) => ({ ...reply, body: reply.body.replace(/"view_count":\d+/, '"unheard_of":1') }),
  })
  const account = await ada.connect('nightkitchen')
  await app.drain()
  app.simulator.faults.clear()
  expect((await videosOf(account))[0]).toMatchObject({ views: null, likes: expect.any(Number) })
})

test('nobody else sees them', async () => {
  const [account] = await ada.accounts()
  const eve = await app.signUp('Eve')
  for (const path of ['videos', 'avatar'])
    expect(await eve.send('GET', `/api/v1/accounts/${account?.id}/${path}`)).toMatchObject({ status: 404 })
  expect(await ada.send('GET', `/api/v1/accounts/${account?.id}/videos?cursor=nonsense`)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'cursor' }] },
  })
})
