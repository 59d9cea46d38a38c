import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepThumbnail } from '#server/media/keep-thumbnail.ts'
import { getMedia } from '#server/media/media-store.ts'
import { type PictureKind, readPicture } from '#server/media/read-picture.ts'
import { thumbnailKey } from '#server/media/thumbnail-key.ts'
import { probeMedia } from '#server/studio/probe-media.ts'
import { Media } from '#shared/api/media.ts'
import { makeImage } from '#test/fixtures/make-image.ts'
import { makeNumberedVideo, numbersIn, timeOfNumber } from '#test/fixtures/numbered-video.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { videoFile } from '../videos.ts'

type Person = Awaited<ReturnType<TestApp['signUp']>>

let app: TestApp
let ada: Person
let path = ''
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  path = await videoFile()
})
afterAll(() => app[Symbol.asyncDispose]())

const urlOf = ({ id }: Pick<Media, 'id'>) => `/api/v1/media/${id}/thumbnail`
const mediaDir = () => join(app.ctx.config.dataDir, 'media')
const stored = () => readdir(mediaDir(), { recursive: true })

/** What an upload from before thumbnails looks like. */
async function forgetThumbnail({ id }: Media): Promise<void> {
  await app.ctx.pool.query('update media set has_thumbnail = null where storage_key like $1', [`%/${id}`])
  for (const name of await stored()) if (name.endsWith(`${id}.thumbnail.jpg`)) await rm(join(mediaDir(), name))
}

test('an upload gets a thumbnail that its owner sees, and nobody else', async () => {
  const media = await ada.upload(path)
  expect(media.hasThumbnail).toBe(true)
  const answer = await ada.fetchBytes(urlOf(media))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(answer.headers.get('cache-control')).toBe('private, max-age=86400, immutable')
  await using folder = await scratch()
  await writeFile(folder.file, answer.bytes)
  expect(await probeMedia(folder.file)).toMatchObject({ mimeType: 'image/jpeg', width: 270, height: 480 })

  const etag = answer.headers.get('etag') ?? ''
  expect(await ada.send('GET', urlOf(media), undefined, { 'if-none-match': etag })).toMatchObject({ status: 304 })
  expect(await (await app.signUp('Eve')).send('GET', urlOf(media))).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  })
})

test('a video whose pictures are scrambled is taken with a warning, and shows a placeholder', async () => {
  await using folder = await scratch()
  const scrambled = await readFile(path)
  await writeFile(folder.file, scrambled.fill(0x5a, scrambled.indexOf('mdat') + 4))
  const media = await ada.upload(folder.file, 'scrambled.mp4')
  expect(media).toMatchObject({ status: 'ready', codec: 'h264', hasThumbnail: false })
  expect(media.checks).toContainEqual(expect.objectContaining({ code: 'picture', level: 'warning' }))
  const { status, headers, body } = await ada.send('GET', urlOf(media))
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('image/svg+xml')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatch(/^<svg/)
  for (const view of ['frame?atMs=500', 'strip'])
    expect(await ada.send('GET', `/api/v1/media/${media.id}/${view}`)).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: expect.stringContaining('scrambled.mp4') },
    })
})

test('a crash while it is drawn leaves nothing behind, and the caller with a video without a thumbnail', async () => {
  const before = await stored()
  const video = { storageKey: `${crypto.randomUUID()}/crash`, mimeType: 'video/mp4', durationMs: 2000 }
  expect(await keepThumbnail(app.ctx, path, video, { memoryMb: 0 })).toBe(false)
  expect(await stored()).toEqual(before)
  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
})

test('the thumbnail of an older upload is made when it is first asked for, by many at once', async () => {
  const grace = await app.signUp('Grace')
  const media = await grace.upload(path)
  await forgetThumbnail(media)
  const answers = await Promise.all(Array.from({ length: 5 }, () => grace.send('GET', urlOf(media))))
  expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(Array(5).fill('image/jpeg'))
  expect(await grace.call(Media, 'GET', `/api/v1/media/${media.id}`)).toMatchObject({ hasThumbnail: true })
})

test('the thumbnail goes with its video', async () => {
  const joan = await app.signUp('Joan')
  const media = await joan.upload(path)
  expect((await stored()).filter((name) => name.includes(media.id))).toHaveLength(2)
  await joan.send('DELETE', `/api/v1/media/${media.id}`)
  expect((await stored()).filter((name) => name.includes(media.id))).toEqual([])
})

test('the thumbnail of an image is small, whatever the image is', async () => {
  await using folder = await scratch()
  await makeImage({ path: `${folder.file}.png`, width: 1800, height: 900 })
  const media = await ada.upload(`${folder.file}.png`)
  const { headers, bytes } = await ada.fetchBytes(urlOf(media))
  expect(headers.get('content-type')).toBe('image/jpeg')
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 480, height: 240 })
  for (const view of ['frame?atMs=0', 'strip'])
    expect(await ada.send('GET', `/api/v1/media/${media.id}/${view}`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('is an image') },
    })
})

test('a thumbnail that is made while its item is deleted stays only if another item shares the file', async () => {
  const mary = await app.signUp('Mary')
  const first = await mary.upload(path)
  const second = await mary.upload(path)
  const deletedMeanwhile = async ({ id }: Media) => {
    await forgetThumbnail(first)
    const media = await getMedia(app.ctx.db, id)
    const kind: PictureKind = {
      column: 'hasThumbnail',
      keyOf: thumbnailKey,
      keep: async (ctx, item) => {
        const isMade = await keepThumbnail(ctx, path, item)
        await mary.send('DELETE', `/api/v1/media/${id}`)
        return isMade
      },
    }
    if (media) await readPicture(app.ctx, kind, { media, signal: new AbortController().signal })
    return (await stored()).filter((name) => name.includes(first.id))
  }
  expect(await deletedMeanwhile(first)).toHaveLength(2)
  expect(await mary.call(Media, 'GET', `/api/v1/media/${second.id}`)).toMatchObject({ hasThumbnail: true })
  expect(await deletedMeanwhile(second)).toEqual([])
})

describe('of a video whose pictures show their numbers', () => {
  let media: Media
  beforeAll(async () => {
    await using folder = await scratch()
    await makeNumberedVideo({ path: folder.file })
    media = await ada.upload(folder.file, 'numbers.mp4')
  })
  const frameOf = (atMs: number | string) => `/api/v1/media/${media.id}/frame?atMs=${atMs}`
  const strip = () => `/api/v1/media/${media.id}/strip`

  test('the frame at a time is the picture that is shown then, kept by the browser', async () => {
    for (const number of [0, 47, 89]) {
      const { status, headers, bytes } = await ada.fetchBytes(frameOf(timeOfNumber(number)))
      expect({ status, type: headers.get('content-type'), numbers: await numbersIn(bytes) }).toEqual({
        status: 200,
        type: 'image/jpeg',
        numbers: [number],
      })
      expect(headers.get('cache-control')).toBe('private, max-age=86400, immutable')
      const known = { 'if-none-match': headers.get('etag') ?? '' }
      expect(await ada.send('GET', frameOf(timeOfNumber(number)), undefined, known)).toMatchObject({ status: 304 })
    }
  })

  test.each([
    ['', 'Say at which time'],
    ['frame', 'Say at which time'],
    ['-1', 'A video begins at 0 ms.'],
    ['1.5', 'whole ms'],
    ['3001', 'numbers.mp4 lasts 3000 ms; it shows nothing at 3001 ms.'],
  ])('a frame at "%s" ms is refused', async (atMs, words) => {
    const url = atMs ? frameOf(atMs) : `/api/v1/media/${media.id}/frame`
    expect(await ada.send('GET', url)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ path: 'atMs', message: expect.stringContaining(words) }] },
    })
  })

  test('nobody else sees a frame or a strip', async () => {
    const eve = await app.signUp('Eve')
    for (const url of [frameOf(0), strip()])
      expect(await eve.send('GET', url)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('who no longer waits for frames gives the turn to others', async () => {
    const scrub = new AbortController()
    const key = await ada.withApiKey()
    const ask = (atMs: number) => key.fetchBytes(frameOf(atMs), {}, scrub.signal)
    const asked = Array.from({ length: 20 }, (_, index) => ask(index * 100))
    await Promise.race(asked)
    scrub.abort()
    const answered = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled')
    expect(answered.length).toBeLessThan(5)
    expect((await ada.fetchBytes(frameOf(2500))).status).toBe(200)
    expect(app.logLines.some((line) => line.includes('A client left'))).toBe(true)
    expect(app.logLines.filter((line) => line.includes('A request failed'))).toEqual([])
  })

  test('the strip is made once, when it is first asked for, and goes with its video', async () => {
    const first = await ada.fetchBytes(strip())
    expect(first.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(first.bytes).metadata()).toMatchObject({ format: 'webp', pages: 10, loop: 0 })
    expect((await stored()).filter((name) => name.endsWith(`${media.id}.strip.webp`))).toHaveLength(1)
    expect((await ada.fetchBytes(strip())).bytes.equals(first.bytes)).toBe(true)
    await ada.send('DELETE', `/api/v1/media/${media.id}`)
    expect((await stored()).filter((name) => name.includes(media.id))).toEqual([])
  })
})

async function scratch() {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-thumbnail-'))
  return { file: join(dir, 'file'), [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}
