import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepThumbnail } from '#server/media/keep-thumbnail.ts'
import { probeMedia } from '#server/studio/probe-media.ts'
import { Media } from '#shared/api/media.ts'
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

/** The bytes, as a script gets them. */
async function fetchThumbnail(media: Media): Promise<Response> {
  const { body } = await ada.send('POST', '/api/v1/api-keys', { name: 'thumbnails' })
  if (typeof body !== 'object' || body === null || !('key' in body)) throw new Error('No API key was made.')
  return fetch(new URL(urlOf(media), app.url), { headers: { authorization: `Bearer ${body.key}` } })
}

/** What an upload from before thumbnails looks like. */
async function forgetThumbnail({ id }: Media): Promise<void> {
  await app.ctx.pool.query('update media set has_thumbnail = null where id = $1', [id])
  for (const name of await stored()) if (name.endsWith(`${id}.thumbnail.jpg`)) await rm(join(mediaDir(), name))
}

test('an upload gets a thumbnail that its owner sees, and nobody else', async () => {
  const media = await ada.upload(path)
  expect(media.hasThumbnail).toBe(true)
  const answer = await fetchThumbnail(media)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(answer.headers.get('cache-control')).toBe('private, max-age=86400, immutable')
  await using folder = await scratch()
  await writeFile(folder.file, await answer.bytes())
  expect(await probeMedia(folder.file)).toMatchObject({ mimeType: 'image/jpeg', width: 270, height: 480 })

  const etag = answer.headers.get('etag') ?? ''
  expect(await ada.send('GET', urlOf(media), undefined, { 'if-none-match': etag })).toMatchObject({ status: 304 })
  expect(await (await app.signUp('Eve')).send('GET', urlOf(media))).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  })
})

test('a video whose pictures are scrambled is judged as ever, and shows a placeholder', async () => {
  await using folder = await scratch()
  const scrambled = await readFile(path)
  await writeFile(folder.file, scrambled.fill(0x5a, scrambled.indexOf('mdat') + 4))
  const media = await ada.upload(folder.file, 'scrambled.mp4')
  expect(media).toMatchObject({ status: 'ready', codec: 'h264', hasThumbnail: false })
  const { status, headers, body } = await ada.send('GET', urlOf(media))
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('image/svg+xml')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatch(/^<svg/)
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

async function scratch() {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-thumbnail-'))
  return { file: join(dir, 'file'), [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}
