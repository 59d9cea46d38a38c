import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { lockPost } from '#server/posts/posts-store.ts'
import { Me } from '#shared/api/session.ts'
import { directTarget, videoPost } from '../person.ts'
import { publishNow as publishStep, trackNow } from '../run-step.ts'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(25 * HOUR_MS)
})

const inMs = (ms: number) => new Date(stage.clock.now().getTime() + ms).toISOString()
const act = (id: string, verb: string, body?: unknown) =>
  stage.ada.send('POST', `/api/v1/publications/${id}/${verb}`, body)
const publishNow = (publicationId: string) => publishStep(stage.ctx, publicationId)

/** Runs `meanwhile` while TikTok is in the middle of taking a chunk. */
function during(actor: Actor, chunkIndex: number, meanwhile: () => Promise<void>) {
  stage.simulator.faults.add({ endpoint: 'upload', openId: actor.openId, chunkIndex, times: 1, run: meanwhile })
}

test('two workers that come for one publication make one init and one post', async () => {
  const lena = await stage.actor('lena.climbs')
  const id = await lena.post()
  const publication = await lena.publication(id)
  await Promise.all([publishNow(publication.id), publishNow(publication.id), publishNow(publication.id)])
  await lena.until(id, 'published')
  await stage.drain()
  expect(lena.inits()).toHaveLength(1)
  expect(lena.posts()).toHaveLength(1)
})

test('a worker whose lease somebody else has taken stops sending at once', async () => {
  const kofi = await stage.actor('kofi.builds')
  const id = await kofi.post()
  const { id: publicationId } = await kofi.publication(id)
  stage.simulator.faults.add({
    endpoint: 'upload',
    openId: kofi.openId,
    times: 1,
    hang: true,
    run: async () => {
      await stage.ctx.pool.query('update publications set lease_id = gen_random_uuid() where id = $1', [publicationId])
    },
  })
  await publishNow(publicationId)
  expect((await kofi.publication(id)).status).toBe('publishing')
  stage.clock.advance(2 * MINUTE_MS)
  await stage.functions.sweep({}, { signal: new AbortController().signal })
  await kofi.until(id, 'published')
  expect(kofi.inits()).toHaveLength(1)
  expect(kofi.posts()).toHaveLength(1)
})

test('what is cancelled while scheduled never begins', async () => {
  const id = await mara.post({}, { publishAt: inMs(MINUTE_MS) })
  const before = mara.inits().length
  expect((await act((await mara.publication(id)).id, 'cancel')).status).toBe(200)
  stage.clock.advance(2 * MINUTE_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('cancelled')
  expect(mara.inits()).toHaveLength(before)
})

test('what is cancelled while it is uploading never gets its last byte, and its place of the day is free', async () => {
  const tiny = await stage.actor('tinytrains')
  const id = await tiny.post({}, {}, THREE_CHUNKS_BYTES)
  during(tiny, 1, async () => {
    expect((await act((await tiny.publication(id)).id, 'cancel')).status).toBe(200)
  })
  await tiny.until(id, 'cancelled')
  await stage.drain()
  expect(tiny.posts()).toHaveLength(0)
  expect(tiny.calls('upload').map(({ chunkIndex }) => chunkIndex)).toEqual([0, 1])
  const { rows } = await stage.ctx.pool.query('select 1 from room_reservations where bucket = $1', [
    `posts:${tiny.openId}`,
  ])
  expect(rows).toHaveLength(0)
})

test('it is too late to cancel once the last byte is on its way', async () => {
  const night = await stage.actor('nightkitchen')
  const id = await night.post({}, {}, THREE_CHUNKS_BYTES)
  during(night, 2, async () => {
    expect((await act((await night.publication(id)).id, 'cancel')).status).toBe(409)
  })
  await night.until(id, 'published')
  expect((await act((await night.publication(id)).id, 'cancel')).status).toBe(409)
  expect(night.posts()).toHaveLength(1)
})

test('another time replaces the old one: the job of the old time does nothing', async () => {
  const before = mara.posts().length
  const id = await mara.post({}, { publishAt: inMs(MINUTE_MS) })
  const later = inMs(HOUR_MS)
  await stage.ada.send('POST', `/api/v1/posts/${id}/schedule`, { publishAt: later })
  stage.clock.advance(2 * MINUTE_MS)
  await stage.drain()
  expect(await mara.publication(id)).toMatchObject({ status: 'scheduled', publishAt: later, startedAt: null })
  await mara.until(id, 'published')
  expect(stage.clock.now().getTime()).toBeGreaterThanOrEqual(new Date(later).getTime())
  expect(mara.posts()).toHaveLength(before + 1)
})

test('a post that is put off while a worker is about to take it does not go out at the old time', async () => {
  const id = await mara.post({}, { publishAt: inMs(MINUTE_MS) })
  const { id: publicationId } = await mara.publication(id)
  stage.clock.advance(2 * MINUTE_MS)
  const lock = await stage.ctx.pool.connect()
  await lock.query('begin')
  await lock.query('select 1 from publications where id = $1 for update', [publicationId])
  const worker = publishNow(publicationId)
  await lock.query("update publications set next_step_at = next_step_at + interval '1 hour' where id = $1", [
    publicationId,
  ])
  await lock.query('commit')
  lock.release()
  await worker
  expect((await mara.publication(id)).status).toBe('scheduled')
})

test('a worker that comes a moment too early, by its own clock, leaves it to its time', async () => {
  const id = await mara.post({}, { publishAt: inMs(MINUTE_MS) })
  const { id: publicationId } = await mara.publication(id)
  stage.clock.advance(MINUTE_MS - 200)
  await publishNow(publicationId)
  expect((await mara.publication(id)).status).toBe('scheduled')
  await mara.until(id, 'published', 5 * MINUTE_MS)
})

test('a poll that comes a moment too early is not lost either', async () => {
  const id = await mara.post()
  const { id: publicationId } = await mara.until(id, 'processing')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: mara.openId, isDropped: true })
  stage.clock.advance(1900)
  await trackNow(stage.ctx, publicationId)
  await mara.until(id, 'published', MINUTE_MS)
})

test('a change that comes while the upload has begun is refused, and the post goes out once', async () => {
  const pixel = await stage.actor('pixelgarden')
  const id = await pixel.post({}, {}, THREE_CHUNKS_BYTES)
  const answers: number[] = []
  during(pixel, 1, async () => {
    const targets = [directTarget(pixel.account)]
    answers.push((await stage.ada.send('PATCH', `/api/v1/posts/${id}`, { targets })).status)
    answers.push((await stage.ada.send('DELETE', `/api/v1/posts/${id}`)).status)
  })
  await pixel.until(id, 'published')
  expect(answers).toEqual([409, 409])
  expect(pixel.posts()).toHaveLength(1)
})

test('a change waits for a worker that is just taking the post, and then is refused', async () => {
  const surf = await stage.actor('northsea.surf')
  const id = await surf.post({}, { publishAt: inMs(MINUTE_MS) })
  const { id: publicationId } = await surf.publication(id)
  const taking = await stage.ctx.pool.connect()
  await taking.query('begin')
  await taking.query("update publications set status = 'publishing', started_at = now() where id = $1", [publicationId])
  const change = stage.ada.send('PATCH', `/api/v1/posts/${id}`, { targets: [directTarget(surf.account)] })
  const removal = stage.ada.send('DELETE', `/api/v1/posts/${id}`)
  const waits = async () => (await stage.ctx.pool.query('select 1 from pg_locks where not granted')).rows.length
  while ((await waits()) < 2) await stage.ctx.pool.query('select 1')
  await taking.query('commit')
  taking.release()
  expect([(await change).status, (await removal).status]).toEqual([409, 409])
  expect((await surf.publication(id)).id).toBe(publicationId)
})

test('a worker that writes what it sent does not wait for whoever keeps the post', async () => {
  const ines = await stage.actor('studio_ines')
  const id = await ines.post()
  const { id: publicationId } = await ines.publication(id)
  const { workspace } = await stage.ada.call(Me, 'GET', '/api/v1/me')
  await stage.ctx.db.transaction().execute(async (tx) => {
    await lockPost(tx, workspace.id, id)
    await publishNow(publicationId)
    expect((await ines.publication(id)).status).toBe('processing')
  })
})

test('times of single accounts that are given to a draft later are kept', async () => {
  const publishAt = inMs(HOUR_MS)
  const video = await stage.video()
  const { id } = await stage.ada.createPost(videoPost(video, [directTarget(mara.account)], { publishAt: undefined }))
  const reply = await stage.ada.send('PATCH', `/api/v1/posts/${id}`, {
    targets: [directTarget(mara.account, { publishAt })],
    consent: { musicUsage: true },
  })
  expect(reply.status).toBe(200)
  expect(await mara.publication(id)).toMatchObject({ status: 'scheduled', publishAt })
})
