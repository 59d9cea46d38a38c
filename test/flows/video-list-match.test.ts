import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { REQUESTED_SCOPES } from '#server/accounts/capabilities.ts'
import { deliverWebhook } from '../deliver-webhook.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** What a status says that is stuck (content-posting-api-reference-get-video-status). */
const STUCK = JSON.stringify({
  data: { status: 'PROCESSING_UPLOAD' },
  error: { code: 'ok', message: '', log_id: 'stuck' },
})

let stage: Stage
beforeAll(async () => {
  // Longer than processing is taken for granted, so that what becomes unconfirmed may be published afterwards.
  stage = await startStage({ timing: { processingMs: 40 * MINUTE_MS, processingMsPerMb: 0 } })
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.simulator.faults.clear())

/** TikTok publishes, and neither its status nor its webhooks tell. */
function silence({ openId }: Actor): void {
  stage.simulator.faults.add({ endpoint: 'status', openId, status: 200, body: STUCK })
  stage.simulator.faults.add({ endpoint: 'webhook', openId, isDropped: true })
}

/** Posts, and waits until processing is no longer taken for granted. */
async function lose(actor: Actor, choices: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const postId = await actor.post(choices, more)
  await stage.drain()
  stage.clock.advance(31 * MINUTE_MS)
  await stage.drain()
  expect(await actor.publication(postId)).toMatchObject({
    status: 'unconfirmed',
    failure: { code: 'processing_too_long' },
  })
  return postId
}

/** Hours go by, with a poll in each. */
async function pass(hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed++) {
    stage.clock.advance(HOUR_MS)
    await stage.drain()
  }
}

async function resolve(actor: Actor, postId: string, outcome: 'published' | 'failed'): Promise<void> {
  const { id } = await actor.publication(postId)
  expect(await stage.ada.send('POST', `/api/v1/publications/${id}/resolve`, { outcome })).toMatchObject({ status: 200 })
}

async function retry(actor: Actor, postId: string): Promise<void> {
  const { id } = await actor.publication(postId)
  expect(await stage.ada.send('POST', `/api/v1/publications/${id}/retry`)).toMatchObject({ status: 200 })
}

test('an unconfirmed post is found in the list, and is published with its id and link', async () => {
  const mara = await stage.actor('mara.bakes')
  silence(mara)
  const postId = await lose(mara, {}, { caption: `Sourdough, day ${'one '.repeat(100)}#bread` })
  const found = await mara.until(postId, 'published')
  const [post] = mara.posts()
  expect(found).toMatchObject({ postIds: [post?.postId], failure: null, nextStepAt: null })
  expect(found.url).toContain(`/@mara.bakes/video/${post?.postId}`)
  expect((await mara.timeline(postId)).at(-1)?.kind).toBe('found-in-list')
  expect(mara.inits()).toHaveLength(1)
})

test('when TikTok gives another id later, its own word counts', async () => {
  const mara = await stage.actor('mara.bakes')
  silence(mara)
  const postId = await lose(mara, {}, { caption: 'Corrected' })
  const { publishId, postIds } = await mara.until(postId, 'published')
  const content = { publish_id: publishId, post_id: '7699999999999999999', publish_type: 'DIRECT_PUBLISH' }
  await deliverWebhook(stage, 'post.publish.publicly_available', content, mara)
  await stage.drain()
  const corrected = await mara.publication(postId)
  expect(postIds).toHaveLength(1)
  expect(corrected.postIds).toEqual(['7699999999999999999'])
  expect(corrected.url).toContain('7699999999999999999')
})

test('of two equal posts neither is guessed at: a person says what became of them, and 72 hours change nothing', async () => {
  const oak = await stage.actor('oakandiron')
  silence(oak)
  const ids = [await lose(oak, {}, { caption: 'Twice' }), await lose(oak, {}, { caption: 'Twice' })]
  await pass(4)
  stage.clock.advance(70 * HOUR_MS)
  await stage.drain()
  expect(oak.posts()).toHaveLength(2)
  expect(oak.calls('video_list').length).toBeGreaterThan(8)
  for (const id of ids)
    expect(await oak.publication(id)).toMatchObject({ status: 'unconfirmed', nextStepAt: null, postIds: [] })
})

test('a post whose publish id never came is found in the list', async () => {
  const noor = await stage.actor('chefnoor')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: noor.openId, isDropped: true })
  const postId = await lose(noor, {}, { caption: 'No answer to the init' })
  const { id } = await noor.publication(postId)
  // As an init by URL leaves it whose answer was lost.
  await stage.ctx.pool.query(
    `update transfers set source = 'url', state = 'intended', publish_id = null, last_chunk_at = null where publication_id = $1`,
    [id],
  )
  const asked = noor.calls('status').length
  await noor.until(postId, 'published')
  expect((await noor.publication(postId)).postIds).toEqual([noor.posts()[0]?.postId])
  expect(noor.calls('status')).toHaveLength(asked)
})

test('a post that somebody made by hand as well is not mistaken for ours', async () => {
  const lena = await stage.actor('lena.climbs')
  silence(lena)
  const postId = await lose(lena, {}, { caption: 'By hand too' })
  await stage.simulator.tick()
  stage.clock.advance(11 * MINUTE_MS)
  await stage.simulator.tick()
  const { posts } = stage.simulator.state
  const ours = posts.values().find(({ username }) => username === 'lena.climbs')
  if (!ours) throw new Error('The post is not there yet.')
  posts.put({
    ...ours,
    postId: '7612345678901234567',
    publishId: 'none',
    isPublic: true,
    publishedAtMs: ours.publishedAtMs + 1000,
  })
  await pass(5)
  expect((await lena.publication(postId)).status).toBe('unconfirmed')
})

test('a public post whose id TikTok never gives gets it from the list', async () => {
  const tiny = await stage.actor('tinytrains')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: tiny.openId, isDropped: true })
  stage.simulator.faults.add({
    endpoint: 'status',
    openId: tiny.openId,
    mutate: (reply) => ({
      ...reply,
      body: reply.body.replace(/"publicaly_available_post_id":\[[^\]]*\]/, '"publicaly_available_post_id":[]'),
    }),
  })
  const postId = await tiny.post({}, { caption: 'No id' })
  await tiny.until(postId, 'published')
  expect((await tiny.publication(postId)).postIds).toEqual([])
  const listed = tiny.calls('video_list').length
  await stage.runUntil(async () => (await tiny.publication(postId)).url !== null)
  expect((await tiny.publication(postId)).postIds).toEqual([tiny.posts()[0]?.postId])
  expect(tiny.calls('video_list')).toHaveLength(listed + 1)
  expect((await tiny.timeline(postId)).map(({ kind }) => kind).slice(-2)).toEqual(['published', 'found-in-list'])
})

test.each([
  ['a private post', { privacyLevel: 'SELF_ONLY' }, REQUESTED_SCOPES],
  ['an account that did not grant its list', {}, REQUESTED_SCOPES.filter((scope) => scope !== 'video.list')],
])('the list is not asked for %s', async (_what, choices, scopes) => {
  const pixel = await stage.actor('pixelgarden', scopes)
  await stage.drain()
  silence(pixel)
  const listed = pixel.calls('video_list').length
  const postId = await lose(pixel, choices)
  await pass(3)
  expect((await pixel.publication(postId)).status).toBe('unconfirmed')
  expect(pixel.calls('video_list')).toHaveLength(listed)
})

test('what a person took for lost is published after all when TikTok says so', async () => {
  const surf = await stage.actor('northsea.surf')
  const postId = await lose(surf)
  await resolve(surf, postId, 'failed')
  expect((await surf.publication(postId)).failure?.code).toBe('resolved_as_failed')
  stage.clock.advance(15 * MINUTE_MS)
  await stage.runUntil(async () => (await surf.publication(postId)).url !== null)
  expect(await surf.publication(postId)).toMatchObject({
    status: 'published',
    failure: null,
    postIds: [surf.posts()[0]?.postId],
  })
  const kinds = (await surf.timeline(postId)).map(({ kind }) => kind)
  expect(kinds.slice(kinds.indexOf('resolved')).slice(0, 2)).toEqual(['resolved', 'published'])
})

test('what was to be sent again is not sent when TikTok has published the first upload', async () => {
  const ines = await stage.actor('studio_ines')
  const postId = await lose(ines)
  await resolve(ines, postId, 'failed')
  await retry(ines, postId)
  stage.clock.advance(15 * MINUTE_MS)
  await ines.until(postId, 'published')
  await pass(1)
  expect(ines.inits()).toHaveLength(1)
  expect(ines.posts()).toHaveLength(1)
})

test('before it is sent again TikTok is asked about what a person took for lost', async () => {
  const kofi = await stage.actor('kofi.builds')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: kofi.openId, isDropped: true })
  const postId = await lose(kofi)
  await resolve(kofi, postId, 'failed')
  await pass(2)
  expect((await kofi.publication(postId)).status).toBe('failed')
  await retry(kofi, postId)
  await kofi.until(postId, 'published')
  expect(kofi.inits()).toHaveLength(1)
  expect(kofi.posts()).toHaveLength(1)
})

test('what was sent again is a second post: it is said aloud, and both ids are kept', async () => {
  const yuki = await stage.actor('yuki_ink')
  const postId = await lose(yuki)
  await resolve(yuki, postId, 'failed')
  await retry(yuki, postId)
  await stage.drain()
  expect(yuki.inits()).toHaveLength(2)
  await yuki.until(postId, 'published')
  expect((await yuki.publication(postId)).failure).toMatchObject({
    code: 'posted_twice',
    detail: expect.stringContaining('Ada'),
  })
  await stage.runUntil(async () => (await yuki.publication(postId)).postIds.length === 2)
  expect((await yuki.publication(postId)).postIds).toEqual(yuki.posts().map((post) => post.postId))
  expect((await yuki.timeline(postId)).filter(({ kind }) => kind === 'second-post')).toEqual([
    { kind: 'second-post', code: 'posted_twice' },
  ])
  expect((await yuki.publication(postId)).status).toBe('published')
})
