import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FaultInput } from '#simulator/faults.ts'
import { dropWebhooks, handedOver, play } from '../play.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({
    limits: { directPostsPerDay: 1000 },
    env: { TIKTOK_DAILY_POSTS: '1000' },
    timing: { accessTokenLifetimeS: 30 * 60 },
  })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(2 * MINUTE_MS)
})

async function accountOf({ account }: Actor) {
  const found = (await stage.ada.accounts()).find(({ id }) => id === account.id)
  if (!found) throw new Error('The account is gone.')
  return found
}

const refused = (actor: Actor, endpoint: 'creator_info' | 'video_init' | 'status') =>
  actor.calls(endpoint).filter(({ status }) => status === 401).length

test('a token that expires by the clock while the bytes go out is replaced before the first poll', async () => {
  dropWebhooks(stage, mara)
  await stage.drain()
  const tokens = mara.calls('token').length
  const { posts, inits } = await play(stage, mara, {
    faults: [{ endpoint: 'upload', run: () => stage.clock.advance(35 * MINUTE_MS) }],
    choices: { privacyLevel: 'SELF_ONLY' },
  })
  expect({ posts, inits, tokens: mara.calls('token').length - tokens }).toEqual({ posts: 1, inits: 1, tokens: 1 })
  expect(refused(mara, 'status')).toBe(0)
})

test('a token that expires by the clock between two polls is replaced, time after time', async () => {
  dropWebhooks(stage, mara)
  const tokens = mara.calls('token').length
  const { id, posts, inits } = await play(stage, mara, {
    faults: [{ endpoint: 'processing', delayMs: 2 * HOUR_MS }],
    choices: { privacyLevel: 'SELF_ONLY' },
    until: 'processing',
  })
  for (let halfHours = 0; halfHours < 5; halfHours++) {
    stage.clock.advance(31 * MINUTE_MS)
    await stage.drain()
  }
  await mara.until(id, 'published')
  expect({ posts: posts + 1, inits, refused: refused(mara, 'status') }).toEqual({ posts: 1, inits: 1, refused: 0 })
  expect(mara.calls('token').length - tokens).toBeGreaterThanOrEqual(4)
})

test.each(['creator_info', 'video_init'] as const)(
  'a token that %s refuses again and again ends as failed after the ladder, and no upload begins',
  async (endpoint) => {
    const before = handedOver(stage, mara)
    const { publication } = await play(stage, mara, {
      faults: [{ endpoint, status: 401, code: 'access_token_invalid', times: 999 }],
      until: 'failed',
    })
    expect(publication).toMatchObject({ attempts: 4, failure: { code: 'access_token_invalid' } })
    expect(handedOver(stage, mara)).toEqual(before)
    expect((await accountOf(mara)).status).toBe('active')
  },
)

test('a 401 on one status costs one new token, and the poll goes through', async () => {
  dropWebhooks(stage, mara)
  await stage.drain()
  const tokens = mara.calls('token').length
  const { posts, inits } = await play(stage, mara, {
    faults: [{ endpoint: 'status', status: 401, code: 'access_token_invalid' }],
    choices: { privacyLevel: 'SELF_ONLY' },
  })
  expect({ posts, inits, tokens: mara.calls('token').length - tokens }).toEqual({ posts: 1, inits: 1, tokens: 1 })
  expect(mara.calls('status').filter(({ code }) => code === 'access_token_invalid')).toHaveLength(1)
})

const sync = (actor: Actor) => stage.ada.send('POST', `/api/v1/accounts/${actor.account.id}/sync`)

test.each(['user_info', 'video_list'] as const)(
  'a 401 on %s costs one new token, and the sync goes through',
  async (endpoint) => {
    await stage.drain()
    const [tokens, calls] = [mara.calls('token').length, mara.calls(endpoint).length]
    const fault: FaultInput = { endpoint, openId: mara.openId, times: 1, status: 401, code: 'access_token_invalid' }
    stage.simulator.faults.add(fault)
    expect((await sync(mara)).status).toBe(200)
    await stage.drain()
    expect(mara.calls('token').length - tokens).toBe(1)
    expect(
      mara
        .calls(endpoint)
        .slice(calls)
        .map(({ code }) => code),
    ).toEqual(expect.arrayContaining(['access_token_invalid', 'ok']))
    expect(await accountOf(mara)).toMatchObject({ status: 'active', lastError: null })
  },
)

const syncRefusals: [number, string, RegExp][] = [
  [400, 'invalid_params', /refused a value/],
  [400, 'invalid_file_upload', /refused the file/],
  [400, 'scope_permission_missed', /Connect it again/],
  [401, 'scope_not_authorized', /Connect it again/],
  [429, 'rate_limit_exceeded', /by itself/],
  [500, 'internal_error', /tried again/],
]

for (const endpoint of ['user_info', 'video_list'] as const)
  test.each(syncRefusals)(
    `a ${endpoint} that is answered %i "%s" is told with the account, which goes on publishing`,
    async (status, code, remedy) => {
      stage.simulator.faults.add({ endpoint, openId: mara.openId, status, code })
      const answer = await sync(mara)
      expect(answer.status === 200).toBe(endpoint === 'video_list')
      await stage.drain()
      expect(await accountOf(mara)).toMatchObject({
        status: 'active',
        lastError: { code, remedy: expect.stringMatching(remedy) },
      })
      stage.simulator.faults.clear()
      stage.clock.advance(25 * HOUR_MS)
      await stage.drain()
      expect(await accountOf(mara)).toMatchObject({ status: 'active', lastError: null })
    },
  )

const inAMinute = () => ({ publishAt: new Date(stage.clock.now().getTime() + MINUTE_MS).toISOString() })

test.each([
  ['cut off for no stated reason', 0, /gave no reason/, /Reconnect/],
  ['revoked by the creator', 1, /took the permission back/, /Ask the creator/],
  ['deleted', 2, /was deleted/, /choose another account/],
  ['closed for the age', 3, /age/, /settles the age/],
  ['banned', 4, /banned/, /appeal/],
  ['revoked by the developer', 5, /by this app/, /Reconnect/],
])(
  'a post of an account that was %s since is held with that reason, and goes out once after the reconnect',
  async (_, reason, detail, remedy) => {
    const before = handedOver(stage, mara)
    const id = await mara.post({ privacyLevel: 'SELF_ONLY' }, inAMinute())
    stage.simulator.revokeAuthorization(mara.openId, reason)
    if (reason === 2) stage.simulator.changeCreator(mara.username, { isDeleted: true })
    const held = await mara.until(id, 'held')
    expect(held.failure).toMatchObject({
      code: 'account_revoked',
      detail: expect.stringMatching(detail),
      remedy: expect.stringMatching(remedy),
    })
    expect(await accountOf(mara)).toMatchObject({
      status: 'revoked',
      lastError: { code: `authorization_removed_${reason}` },
    })
    stage.clock.advance(HOUR_MS)
    await stage.drain()
    expect((await mara.publication(id)).status).toBe('held')
    expect(handedOver(stage, mara)).toEqual(before)
    stage.simulator.changeCreator(mara.username, { isDeleted: false })
    await stage.ada.connect(mara.username)
    await mara.until(id, 'published')
    expect(handedOver(stage, mara)).toEqual({ ...before, posts: before.posts + 1, inits: before.inits + 1 })
  },
)

test('a deleted account that nobody told about is found out by its dead tokens', async () => {
  const oak = await stage.actor('oakandiron')
  await stage.drain()
  dropWebhooks(stage, oak)
  stage.simulator.changeCreator(oak.username, { isDeleted: true })
  const { publication, posts, inits } = await play(stage, oak, { faults: [], until: 'held' })
  expect(publication.failure?.remedy).toMatch(/[Cc]onnect/)
  expect(await accountOf(oak)).toMatchObject({ status: 'revoked', lastError: { code: 'invalid_grant' } })
  expect({ posts, inits }).toEqual({ posts: 0, inits: 0 })
})

test('a ban that comes while TikTok is processing holds the post, which goes out once the ban is lifted', async () => {
  const lena = await stage.actor('lena.climbs')
  dropWebhooks(stage, lena)
  const { id, publication, posts } = await play(stage, lena, {
    faults: [{ endpoint: 'upload', run: () => void stage.simulator.banCreator(lena.username) }],
    until: 'held',
  })
  expect(publication.failure).toMatchObject({ code: 'spam_risk_user_banned_from_posting' })
  expect(posts).toBe(0)
  stage.simulator.banCreator(lena.username, false)
  expect((await stage.ada.send('POST', `/api/v1/publications/${publication.id}/retry`)).status).toBe(200)
  await lena.until(id, 'published')
  expect(lena.posts()).toHaveLength(1)
})

test("a batch that TikTok's cap of the day cuts in two is moved, shown, and ends published, each post once", async () => {
  await using small = await startStage({ limits: { directPostsPerDay: 3 } })
  const tiny = await small.actor('tinytrains')
  const ids: string[] = []
  for (let count = 0; count < 5; count++) ids.push(await tiny.post({ privacyLevel: 'SELF_ONLY' }))
  const all = () => Promise.all(ids.map((id) => tiny.publication(id)))
  const are = async (status: string) => (await all()).filter((each) => each.status === status)
  await small.runUntil(async () => (await are('published')).length === 3 && (await are('scheduled')).length === 2)
  for (const { failure, nextStepAt } of await are('scheduled')) {
    expect(failure?.code).toMatch(/^(daily_posts_cap|spam_risk_too_many_posts)$/)
    expect(Date.parse(nextStepAt ?? '')).toBeGreaterThan(small.clock.now().getTime())
  }
  await small.runUntil(async () => (await are('published')).length === 5, 27 * HOUR_MS)
  expect({ posts: tiny.posts().length, inits: tiny.inits().length }).toEqual({ posts: 5, inits: 5 })
  expect((await all()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1])
})
