import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FaultInput } from '#simulator/faults.ts'
import { dropWebhooks, play } from '../play.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

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

type StatusFault = Omit<FaultInput, 'endpoint'>

const HTML = '<html><body>Just a moment…</body></html>'
const nonsense: [string, StatusFault][] = [
  ['a word that nobody knows', { rewrite: [{ pattern: '"status":"\\w+"', to: '"status":"PONDERING"' }] }],
  ['broken JSON', { rewrite: [{ pattern: '\\}$', to: '' }] }],
  ['a page with 200', { body: HTML }],
  ['a page with 502', { body: HTML, status: 502 }],
  ['a page with 404', { body: HTML, status: 404 }],
  ['an empty body', { body: '', contentType: 'application/json' }],
  ['200 with an error inside', { status: 200, code: 'internal_error' }],
  ['half an answer and a reset', { cut: 'answering' }],
  ['a reset', { cut: 'before' }],
  ['503', { status: 503 }],
]

test.each(nonsense)('a status of %s moves nothing, and the next true one ends it', async (_, fault) => {
  dropWebhooks(stage, mara)
  const asked = mara.calls('status').length
  const { posts, inits } = await play(stage, mara, {
    faults: [{ ...fault, endpoint: 'status', times: 4 }],
    choices: { privacyLevel: 'SELF_ONLY' },
    maxMs: 20 * MINUTE_MS,
  })
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
  expect(mara.calls('status').length - asked).toBeGreaterThan(4)
})

test('a status of a word that nobody knows for ever is unconfirmed after half an hour, and never sent again', async () => {
  dropWebhooks(stage, mara)
  const [[, fault] = ['', {}]] = nonsense
  const { id } = await play(stage, mara, {
    faults: [{ ...fault, endpoint: 'status', times: 1000 }],
    choices: { privacyLevel: 'SELF_ONLY' },
    until: 'processing',
  })
  const inits = mara.inits().length
  stage.clock.advance(31 * MINUTE_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('unconfirmed')
  stage.clock.advance(71 * HOUR_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('unconfirmed')
  expect(mara.inits()).toHaveLength(inits)
})

test('a post that TikTok processes for five hours is unconfirmed after thirty minutes, and settles by itself', async () => {
  dropWebhooks(stage, mara)
  const before = { posts: mara.posts().length, inits: mara.inits().length }
  const faults: FaultInput[] = [{ endpoint: 'processing', delayMs: 5 * HOUR_MS }]
  const { id, publication, tookMs } = await play(stage, mara, { faults, until: 'unconfirmed' })
  expect(tookMs).toBeGreaterThanOrEqual(30 * MINUTE_MS)
  expect(tookMs).toBeLessThan(36 * MINUTE_MS)
  expect(publication.failure).toMatchObject({ code: 'processing_too_long', remedy: expect.stringMatching(/profile/) })
  expect((await stage.ada.post(id)).status).toBe('attention')
  for (const verb of ['retry', 'cancel'])
    expect((await stage.ada.send('POST', `/api/v1/publications/${publication.id}/${verb}`)).status).toBe(409)
  stage.clock.advance(4 * HOUR_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('unconfirmed')
  expect(await mara.until(id, 'published', 2 * HOUR_MS)).toMatchObject({ failure: null })
  expect({ posts: mara.posts().length, inits: mara.inits().length }).toEqual({
    posts: before.posts + 1,
    inits: before.inits + 1,
  })
})

test('a post that TikTok fails after five hours says why, and nothing stands on the profile', async () => {
  dropWebhooks(stage, mara)
  const { id, inits, posts } = await play(stage, mara, {
    faults: [
      { endpoint: 'processing', delayMs: 5 * HOUR_MS },
      { endpoint: 'processing', failReason: 'spam_risk_text' },
    ],
    until: 'processing',
  })
  stage.clock.advance(31 * MINUTE_MS)
  await mara.until(id, 'unconfirmed')
  stage.clock.advance(5 * HOUR_MS)
  expect((await mara.until(id, 'failed')).failure).toMatchObject({ code: 'spam_risk_text' })
  expect({ inits, posts }).toEqual({ inits: 1, posts: 0 })
})

const IDS = '"publicaly_available_post_id":\\[(\\d+)\\]'
const withIds = (to: string): StatusFault => ({
  rewrite: [{ pattern: IDS, to: `"publicaly_available_post_id":${to}` }],
})

const idForms: [string, StatusFault][] = [
  ['a list of numbers', {}],
  ['a list of texts', withIds('["$1"]')],
  ['a number', withIds('$1')],
  ['a text', withIds('"$1"')],
]

test.each(idForms)('a post id beyond 2^53 as %s is kept exactly, and makes the URL', async (_, fault) => {
  dropWebhooks(stage, mara)
  const { id } = await play(stage, mara, { faults: [{ ...fault, endpoint: 'status', times: 99 }] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  const postId = mara.posts().at(-1)?.postId ?? ''
  expect(Number.isSafeInteger(Number(postId))).toBe(false)
  const { postIds, url } = await mara.publication(id)
  expect(postIds).toEqual([postId])
  expect(url).toMatch(new RegExp(`/@mara\\.bakes/video/${postId}$`))
})

test('two post ids of one upload are both kept', async () => {
  dropWebhooks(stage, mara)
  const { id } = await play(stage, mara, {
    faults: [{ ...withIds('[$1,7602997517160123667]'), endpoint: 'status', times: 99 }],
  })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect((await mara.publication(id)).postIds).toEqual([mara.posts().at(-1)?.postId, '7602997517160123667'])
})

const noId: [string, StatusFault][] = [
  ['an empty list', withIds('[]')],
  ['null', withIds('null')],
  ['nothing at all', { rewrite: [{ pattern: `${IDS},`, to: '' }] }],
]

test.each(noId)(
  'a public post whose id is %s for ever, and that no list of videos tells, is published without a URL; after a day nobody asks',
  async (_, fault) => {
    dropWebhooks(stage, mara)
    const { id, publication, posts, inits } = await play(stage, mara, {
      faults: [
        { ...fault, endpoint: 'status', times: 9999 },
        { endpoint: 'video_list', status: 503, times: 9999 },
      ],
    })
    expect(publication).toMatchObject({ status: 'published', postIds: [], url: null, failure: null })
    stage.clock.advance(25 * HOUR_MS)
    await stage.drain()
    expect(await mara.publication(id)).toMatchObject({ status: 'published', postIds: [], url: null, nextStepAt: null })
    expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
  },
)

test('a post id that comes after hours of moderation is found by asking', async () => {
  const rita = await stage.actor('review.rita')
  dropWebhooks(stage, rita)
  const { id, publication } = await play(stage, rita, { faults: [] })
  expect(publication).toMatchObject({ status: 'published', url: null })
  const postId = rita.posts()[0]?.postId ?? ''
  stage.clock.advance(3 * HOUR_MS)
  await stage.drain()
  expect((await rita.publication(id)).url).toBeNull()
  stage.simulator.setPostPublic(postId, true)
  await stage.runUntil(async () => (await rita.publication(id)).url !== null)
  expect((await rita.publication(id)).postIds).toEqual([postId])
})

test('a post that only its creator sees never gets an id, and TikTok is not asked for one', async () => {
  dropWebhooks(stage, mara)
  const { publication, posts } = await play(stage, mara, { faults: [], choices: { privacyLevel: 'SELF_ONLY' } })
  expect(publication).toMatchObject({ status: 'published', postIds: [], url: null, nextStepAt: null })
  expect(posts).toBe(1)
})
