import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getMedia } from '#server/media/media-store.ts'
import { failRender } from '#server/media/render-failure.ts'
import { renderMedia } from '#server/media/render-media.ts'
import { beginAttempt, noteProgress } from '#server/media/renders-store.ts'
import { Media } from '#shared/api/media.ts'
import { runRecipe } from '../fixtures/run-recipe.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

let stage: Stage
let mara: Actor
const images: Media[] = []
let sound: Media
beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
  const { ada, ctx } = stage
  const dir = ctx.config.dataDir
  for (const [index, background] of ['#c33', '#3c3', '#33c'].entries()) {
    const path = join(dir, `image-${index}.png`)
    await sharp({ create: { width: 900 + index, height: 700, channels: 3, background } })
      .png()
      .toFile(path)
    images.push(await ada.upload(path))
  }
  const path = join(dir, 'tone.mp3')
  const tracks = [{ source: 'sine=frequency=440:duration=1', encoder: 'libmp3lame', options: {} }]
  await runRecipe({ path, format: 'mp3', tracks, muxerOptions: {} })
  sound = await ada.upload(path)
})
afterAll(() => stage[Symbol.asyncDispose]())

const ids = () => images.map(({ id }) => id)
const make = (body: object) => stage.ada.call(Media, 'POST', '/api/v1/slideshows', body)
const read = (id: string) => stage.ada.call(Media, 'GET', `/api/v1/media/${id}`)
const leftovers = async () => (await readdir(stage.ctx.uploadsDir)).filter((name) => name.startsWith('render-'))

test('images become a video with sound that passes the flight check and is published', async () => {
  const look = { secondsPerImage: 1, transition: 'fade', fill: 'blur', audioId: sound.id } as const
  const begun = await make({ imageIds: ids(), ...look })
  expect(begun).toMatchObject({
    kind: 'video',
    status: 'rendering',
    progress: 0,
    sha256: null,
    madeFrom: { kind: 'slideshow', imageIds: ids(), ...look },
  })
  await stage.drain()
  const ready = await read(begun.id)
  expect(ready).toMatchObject({
    status: 'ready',
    mimeType: 'video/mp4',
    codec: 'h264',
    width: 1080,
    height: 1920,
    frameRate: 30,
    durationMs: 3000,
    hasThumbnail: true,
    progress: null,
    failure: null,
  })
  expect(ready.checks.filter(({ level }) => level !== 'ok')).toEqual([])
  expect(await leftovers()).toEqual([])

  const target = { accountId: mara.account.id, mode: 'direct', privacyLevel: 'SELF_ONLY' }
  const body = {
    type: 'video',
    mediaIds: [begun.id],
    publishAt: 'now',
    consent: { musicUsage: true },
    targets: [target],
  }
  const { id } = await stage.ada.createPost(body)
  await mara.until(id, 'published')
  expect(mara.posts()).toMatchObject([{ sha256: ready.sha256 }])
})

test('the same image may come several times, and a slideshow may be asked for twice with one key', async () => {
  const [first = ''] = ids()
  const ask = () =>
    stage.ada.send('POST', '/api/v1/slideshows', { imageIds: [first, first] }, { 'idempotency-key': 'once' })
  const [one, two] = [await ask(), await ask()]
  expect([one.status, two.status]).toEqual([202, 202])
  expect(two.body).toEqual(one.body)
  await stage.drain()
  expect(await read(Media.parse(one.body).id)).toMatchObject({ status: 'ready', durationMs: 6000 })
})

test.each<[string, () => object, string, RegExp]>([
  ['one image alone', () => ({ imageIds: ids().slice(0, 1) }), 'imageIds', /at least 2/],
  ['36 images', () => ({ imageIds: Array(36).fill(ids()[0]) }), 'imageIds', /at most 35/],
  ['half a second an image', () => ({ imageIds: ids(), secondsPerImage: 0.5 }), 'secondsPerImage', /at least 1 s/],
  ['11 s an image', () => ({ imageIds: ids(), secondsPerImage: 11 }), 'secondsPerImage', /at most 10 s/],
  ['a sound among the images', () => ({ imageIds: [ids()[0], sound.id] }), 'imageIds.1', /tone\.mp3 is not an image/],
  ['an image as the sound', () => ({ imageIds: ids(), audioId: ids()[0] }), 'audioId', /is not a sound/],
])('%s is refused, and the field is named', async (_, body, path, message) => {
  expect(await stage.ada.send('POST', '/api/v1/slideshows', body())).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ path, message: expect.stringMatching(message) }] },
  })
})

test('the images of another workspace are not there', async () => {
  const eve = await stage.signUp('Eve')
  expect(await eve.send('POST', '/api/v1/slideshows', { imageIds: ids() })).toMatchObject({
    status: 404,
    body: { errors: [{ path: 'imageIds.0' }] },
  })
})

test('what a slideshow is made of cannot be deleted meanwhile; a slideshow that is deleted is never made', async () => {
  const begun = await make({ imageIds: ids(), audioId: sound.id })
  for (const { id } of [...images, sound])
    expect(await stage.ada.send('DELETE', `/api/v1/media/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
  expect(await stage.ada.send('DELETE', `/api/v1/media/${begun.id}`)).toMatchObject({ status: 204 })
  await stage.drain()
  expect(await stage.ada.send('GET', `/api/v1/media/${begun.id}`)).toMatchObject({ status: 404 })
  expect(await leftovers()).toEqual([])
})

test('a worker that was taken for dead ends nothing that another one has begun anew, and one that stops costs no try', async () => {
  const { ctx } = stage
  const begun = await make({ imageIds: ids() })
  const taken = await beginAttempt(ctx.db, begun.id, ctx.clock.now())
  const again = await beginAttempt(ctx.db, begun.id, ctx.clock.now())
  if (!taken || !again) throw new Error('There was nothing to render.')
  const now = ctx.clock.now()
  expect(await noteProgress(ctx.db, taken, { progress: 0.9, now })).toBe(false)
  await failRender(ctx, taken, { code: 'render_failed', detail: 'Its folder is gone.', remedy: 'None.' })
  expect(await read(begun.id)).toMatchObject({ status: 'rendering', progress: 0, failure: null })

  const stopping = { signal: AbortSignal.abort(new Error('the worker stops')) }
  await expect(renderMedia(ctx, { mediaId: begun.id }, stopping)).rejects.toThrow('the worker stops')
  expect((await getMedia(ctx.db, begun.id))?.renderAttempts).toBe(2)
  await stage.drain()
  expect(await read(begun.id)).toMatchObject({ status: 'ready' })
  expect(await leftovers()).toEqual([])
})
