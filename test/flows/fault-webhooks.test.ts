import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FaultInput } from '#simulator/faults.ts'
import { signatureHeader } from '#simulator/webhook-signature.ts'
import { directTarget, videoPost } from '../person.ts'
import { play } from '../play.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
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

const COMPLETE = 'post.publish.complete'
const AVAILABLE = 'post.publish.publicly_available'

const webhook = (fault: Omit<FaultInput, 'endpoint'>): FaultInput => ({ ...fault, endpoint: 'webhook', times: 99 })
/** No poll gets an answer: what there is to know, the webhooks must tell. */
const deafPolls: FaultInput = { endpoint: 'status', status: 503, times: 9999 }

const published = async (id: string) => (await mara.timeline(id)).filter(({ kind }) => kind === 'published').length

/** Delivers an event as TikTok would. */
async function deliver(event: string, content: object | string, openId = mara.openId) {
  const createdAtS = Math.floor(stage.clock.now().getTime() / 1000)
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const facts = { client_key: 'test-app', event, create_time: createdAtS, user_openid: openId, content: text }
  const body = JSON.stringify(facts)
  const signature = signatureHeader('test-secret-of-the-app', createdAtS, body)
  const answer = await fetch(`${stage.url}/api/v1/tiktok/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'tiktok-signature': signature },
    body,
  })
  await stage.drain()
  return answer.status
}

test('webhooks alone, before any poll is answered, end a post with its id', async () => {
  const { id, posts, inits } = await play(stage, mara, { faults: [deafPolls] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect((await mara.publication(id)).postIds).toEqual([mara.posts().at(-1)?.postId])
  expect({ posts, inits, published: await published(id) }).toEqual({ posts: 1, inits: 1, published: 1 })
})

test('webhooks that come an hour after the poll change nothing more', async () => {
  const { id, posts, inits } = await play(stage, mara, { faults: [webhook({ delayMs: HOUR_MS })] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  const [before, timeline] = [await mara.publication(id), await mara.timeline(id)]
  stage.clock.advance(2 * HOUR_MS)
  await stage.drain()
  expect(stage.simulator.state.deliveries.values()).toEqual([])
  expect(await mara.publication(id)).toEqual(before)
  expect(await mara.timeline(id)).toEqual(timeline)
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
})

test('every webhook thrice is as good as once', async () => {
  const { id, posts, inits } = await play(stage, mara, { faults: [deafPolls, webhook({ duplicates: 2 })] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect((await mara.publication(id)).postIds).toHaveLength(1)
  expect({ posts, inits, published: await published(id) }).toEqual({ posts: 1, inits: 1, published: 1 })
})

test('the webhook of the public post before the one of the published post ends it just so', async () => {
  const late = webhook({ event: COMPLETE, delayMs: 10 * MINUTE_MS })
  const { id, posts, inits } = await play(stage, mara, { faults: [deafPolls, late] })
  const before = await mara.publication(id)
  expect(before).toMatchObject({ postIds: [mara.posts().at(-1)?.postId], url: expect.any(String) })
  stage.clock.advance(HOUR_MS)
  await stage.drain()
  expect(await mara.publication(id)).toEqual(before)
  expect({ posts, inits, published: await published(id) }).toEqual({ posts: 1, inits: 1, published: 1 })
})

test.each([
  ['post.publish.failed', { reason: 'internal' }],
  ['post.publish.failed', { reason: 'auth_removed' }],
  ['post.publish.inbox_delivered', {}],
  ['post.publish.no_longer_publicaly_available', { post_id: '1' }],
])('a %s %o that comes after the end moves nothing back', async (event, more) => {
  const { id, publication } = await play(stage, mara, { faults: [], choices: { privacyLevel: 'SELF_ONLY' } })
  const inits = mara.inits().length
  expect(await deliver(event, { publish_id: publication.publishId, publish_type: 'DIRECT_PUBLISH', ...more })).toBe(200)
  stage.clock.advance(HOUR_MS)
  await stage.drain()
  expect(await mara.publication(id)).toEqual(publication)
  expect(mara.inits()).toHaveLength(inits)
})

test('without any webhook the polls find the post and its id', async () => {
  const { id, posts, inits } = await play(stage, mara, { faults: [webhook({ isDropped: true })] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect({ posts, inits, published: await published(id) }).toEqual({ posts: 1, inits: 1, published: 1 })
})

test('webhooks with a wrong signature are refused each time, keep nothing, and the polls find out', async () => {
  const kept = async () => (await stage.ctx.pool.query('select 1 from webhook_deliveries')).rows.length
  const before = await kept()
  const { id, posts, inits } = await play(stage, mara, { faults: [webhook({ hasBadSignature: true })] })
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect(stage.simulator.state.deliveries.values().length).toBeGreaterThan(0)
  expect(await kept()).toBe(before)
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
  for (const { deliveryId } of stage.simulator.state.deliveries.values())
    stage.simulator.state.deliveries.delete(deliveryId)
})

test('an event that names another creator than the one of the publish id moves nothing', async () => {
  const bob = await stage.signUp('Bob')
  const oak = await bob.connect('oakandiron')
  const media = await bob.upload(await videoFile())
  stage.simulator.faults.add({ endpoint: 'webhook', openId: stage.simulator.openIdOf('oakandiron'), isDropped: true })
  stage.simulator.faults.add({ endpoint: 'processing', isStuck: true, times: 1 })
  const { id } = await bob.createPost(videoPost(media, [directTarget(oak)]))
  const publication = async () => (await bob.post(id)).publications[0]
  await stage.runUntil(async () => (await publication())?.status === 'processing')
  const before = await publication()
  for (const [event, more] of [
    ['post.publish.failed', { reason: 'spam_risk' }],
    [COMPLETE, {}],
    [AVAILABLE, { post_id: '7602997517160123667' }],
  ] as const)
    expect(await deliver(event, { publish_id: before?.publishId, ...more })).toBe(200)
  expect((await publication())?.status).toBe('processing')
  expect((await publication())?.postIds).toEqual([])
})

test('an event about a publish id that nobody knows is taken and changes nothing', async () => {
  const before = await stage.ada.posts()
  expect(await deliver('post.publish.failed', { publish_id: 'v_pub_file~v2-1.1', reason: 'internal' })).toBe(200)
  expect(await stage.ada.posts()).toEqual(before)
})

const HUGE = '7602997517160123667'
const idForms: [string, string, string[]][] = [
  ['a number', `${HUGE}`, [HUGE]],
  ['a text', `"${HUGE}"`, [HUGE]],
  ['a list', `[${HUGE}]`, [HUGE]],
  ['an empty text', '""', []],
  ['null', 'null', []],
]

test.each(idForms)('a webhook with a post id as %s publishes', async (_, postId, postIds) => {
  const { id, publication } = await play(stage, mara, {
    faults: [deafPolls, webhook({ isDropped: true })],
    until: 'processing',
  })
  await deliver(AVAILABLE, `{"publish_id":"${publication.publishId}","post_id":${postId}}`)
  expect(await mara.publication(id)).toMatchObject({ status: 'published', postIds })
})
