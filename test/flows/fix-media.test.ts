import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Media } from '#shared/api/media.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { makeImage } from '../fixtures/make-image.ts'
import { makeVideo, type VideoRecipe } from '../fixtures/make-video.ts'
import { directTarget, type Person, videoPost } from '../person.ts'
import { videoFile } from '../videos.ts'
import { untilMedia } from '../watch-events.ts'

let app: TestApp
let ada: Person
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-fixes-'))
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function uploaded(name: string, recipe: Partial<VideoRecipe>, person = ada): Promise<Media> {
  const path = join(folder, name)
  await makeVideo({ seconds: 3, width: 360, height: 640, frameRate: 30, ...recipe, path })
  return person.upload(path)
}

const fix = ({ id }: Pick<Media, 'id'>) => ada.call(Media, 'POST', `/api/v1/media/${id}/fix`)
const read = ({ id }: Pick<Media, 'id'>) => ada.call(Media, 'GET', `/api/v1/media/${id}`)
const problems = ({ checks }: Media) => checks.filter(({ level }) => level !== 'ok').map(({ code }) => code)
/** A picture stands for two seconds: quickly made, but each of them is encoded sixty times. */
const slow = { seconds: 240, frameRate: 0.5, width: 720, height: 1280 }

test('a video that TikTok would refuse is mended into a new one, which is published; the original stays', async () => {
  const original = await uploaded('camera.avi', { codec: 'mpeg4', frameRate: 15, withAudio: true })
  expect(problems(original)).toEqual(['container', 'codec', 'frame_rate'])
  const account = await ada.connect('mara.bakes')
  const post = (media: Media) => ada.send('POST', '/api/v1/posts', videoPost(media, [directTarget(account)]))
  expect((await post(original)).status).toBe(400)

  const fixing = await fix(original)
  expect(fixing).toMatchObject({
    kind: 'video',
    status: 'rendering',
    fileName: 'camera.mp4',
    progress: 0,
    sha256: null,
  })
  expect(fixing.madeFrom).toEqual({ kind: 'fix', mediaId: original.id })
  const deleting = await ada.send('DELETE', `/api/v1/media/${original.id}`)
  expect(deleting).toMatchObject({ status: 409, body: { code: 'conflict' } })
  await app.drain()
  const fixed = await read(fixing)
  expect(fixed).toMatchObject({ status: 'ready', mimeType: 'video/mp4', codec: 'h264', frameRate: 30, progress: null })
  expect(problems(fixed)).toEqual([])
  expect(fixed.hasThumbnail).toBe(true)
  expect(await read(original)).toEqual(original)

  expect((await post(fixed)).status).toBe(201)
  await app.runUntil(() => app.simulator.snapshot().posts.length === 1)
  expect(app.simulator.snapshot().posts).toMatchObject([{ sha256: fixed.sha256 }])
})

test('one Idempotency-Key makes one item', async () => {
  const { id } = await uploaded('slow.mp4', { frameRate: 15, seconds: 1 })
  const ask = () => ada.send('POST', `/api/v1/media/${id}/fix`, undefined, { 'idempotency-key': 'mend-once' })
  const [first, second] = [await ask(), await ask()]
  expect([first.status, second.status]).toEqual([202, 202])
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(Media.parse(second.body).id).toBe(Media.parse(first.body).id)
  await app.drain()
})

test('an image is mended into the JPEG that TikTok would get of it', async () => {
  const path = join(folder, 'large.png')
  await makeImage({ path, width: 1400, height: 2000 })
  const original = await ada.upload(path)
  expect(problems(original)).toEqual(['format', 'picture_size'])
  const fixing = await fix(original)
  expect(fixing).toMatchObject({ kind: 'image', status: 'rendering', fileName: 'large.jpg', mimeType: 'image/jpeg' })
  await app.drain()
  const fixed = await read(fixing)
  expect(fixed).toMatchObject({ status: 'ready', mimeType: 'image/jpeg', width: 1080 })
  expect(problems(fixed)).toEqual([])
})

test('what cannot be mended is refused in words', async () => {
  const refusal = async ({ id }: Media) => (await ada.send('POST', `/api/v1/media/${id}/fix`)).body
  const fine = await ada.upload(await videoFile())
  expect(await refusal(fine)).toMatchObject({ code: 'conflict', detail: expect.stringContaining('nothing in clip-3s') })
  const long = await uploaded('long.mp4', { seconds: 602, frameRate: 0.5 })
  expect(await refusal(long)).toMatchObject({ code: 'conflict', detail: expect.stringContaining('too long') })
  const eve = await app.signUp('Eve')
  expect((await eve.send('POST', `/api/v1/media/${long.id}/fix`)).status).toBe(404)
})

test('a source without a picture that can be decoded fails in words, and leaves nothing behind', async () => {
  await uploaded('whole.mp4', { frameRate: 15, seconds: 1 })
  const whole = await readFile(join(folder, 'whole.mp4'))
  await writeFile(join(folder, 'scrambled.mp4'), whole.fill(0x5a, whole.indexOf('mdat') + 4))
  const fixing = await fix(await ada.upload(join(folder, 'scrambled.mp4')))
  await app.drain()
  const { status, failure, progress } = await read(fixing)
  expect({ status, progress }).toEqual({ status: 'failed', progress: null })
  expect(failure).toMatchObject({ code: 'media_unreadable', detail: expect.stringContaining('pictures') })
  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
  const again = await ada.send('POST', `/api/v1/media/${fixing.id}/fix`)
  expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('could not be made') } })
})

test('progress is seen while it is made, and deleting the item ends that within seconds and leaves nothing', async () => {
  const original = await uploaded('endless.mp4', slow)
  const stored = await readdir(join(app.ctx.config.dataDir, 'media'), { recursive: true })
  const fixing = await fix(original)
  const rendering = app.functions['render-media']({ mediaId: fixing.id }, { signal: new AbortController().signal })
  const seen = await untilMedia(ada, fixing.id, ({ progress }) => progress !== null && progress > 0)
  expect(seen).toMatchObject({ status: 'rendering', checks: [] })
  expect(seen.progress).toBeLessThan(1)

  expect((await ada.send('DELETE', `/api/v1/media/${fixing.id}`)).status).toBe(204)
  const cancelledAt = performance.now()
  await rendering
  expect(performance.now() - cancelledAt).toBeLessThan(5000)
  expect((await ada.send('GET', `/api/v1/media/${fixing.id}`)).status).toBe(404)
  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
  expect(await readdir(join(app.ctx.config.dataDir, 'media'), { recursive: true })).toEqual(stored)
  expect((await ada.send('DELETE', `/api/v1/media/${original.id}`)).status).toBe(204)
})

test('what takes longer than it may fails, and says so', async () => {
  await using hasty = await startTestApp({ env: { RENDER_TIMEOUT_MIN: '0.0001' } })
  const eve = await hasty.signUp('Eve')
  const { id } = await uploaded('late.mp4', { frameRate: 15, seconds: 1 }, eve)
  const fixing = await eve.call(Media, 'POST', `/api/v1/media/${id}/fix`)
  await hasty.drain()
  const { failure } = await eve.call(Media, 'GET', `/api/v1/media/${fixing.id}`)
  expect(failure).toMatchObject({ code: 'render_timeout', detail: expect.stringContaining('0.0001 minutes') })
  expect(await readdir(hasty.ctx.uploadsDir)).toEqual([])
})
