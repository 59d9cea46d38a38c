import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestApp } from '../app.ts'
import { makeNamedImage } from '../fixtures/images.ts'
import { makeSound } from '../fixtures/make-sound.ts'
import { directTarget, videoPost } from '../person.ts'
import { sha256Of, videoFile } from '../videos.ts'

test('what was uploaded comes out whole and in ranges, and is judged by its content', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const path = await videoFile()
  const media = await ada.upload(path, '../../holiday.mp4')
  const bytes = await readFile(path)
  expect(media).toMatchObject({
    kind: 'video',
    status: 'ready',
    fileName: 'holiday.mp4',
    sizeBytes: bytes.length,
    sha256: await sha256Of(path),
    mimeType: 'video/mp4',
    width: 540,
    height: 960,
    durationMs: 3000,
    codec: 'h264',
    frameRate: 30,
  })

  const content = (range?: string) => ada.fetchBytes(`/api/v1/media/${media.id}/content`, range ? { range } : {})
  const whole = await content()
  expect(whole.status).toBe(200)
  expect(whole.bytes.equals(bytes)).toBe(true)
  expect(whole.headers.get('accept-ranges')).toBe('bytes')

  const part = await content('bytes=100-299')
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 100-299/${bytes.length}`)
  expect(part.bytes.equals(bytes.subarray(100, 300))).toBe(true)
  expect((await content('bytes=-50')).bytes.equals(bytes.subarray(-50))).toBe(true)
  expect((await content(`bytes=${bytes.length}-`)).status).toBe(416)
})

test('a video that a post needs stays; without the post it goes, and its file with it', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const account = await ada.connect('mara.bakes')
  const media = await ada.upload(await videoFile())
  const post = await ada.createPost(videoPost(media, [directTarget(account)], { publishAt: undefined }))
  expect(await ada.send('DELETE', `/api/v1/media/${media.id}`)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  })
  expect((await ada.send('DELETE', `/api/v1/posts/${post.id}`)).status).toBe(204)
  expect((await ada.send('DELETE', `/api/v1/media/${media.id}`)).status).toBe(204)
  expect((await ada.send('GET', `/api/v1/media/${media.id}/content`)).status).toBe(404)
})

test('who watches the workspace hears each move and the progress, and nobody else does', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const eve = await app.signUp('Eve')
  const account = await ada.connect('mara.bakes')
  const media = await ada.upload(await videoFile({ sizeBytes: 70_000_000 }))
  const end = new AbortController()
  const [hers, eves]: [string[], string[]] = [[], []]
  const greeted = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const listen = async (person: typeof ada, heard: string[], greeting: PromiseWithResolvers<void>) => {
    for await (const text of person.streamEvents(end.signal)) {
      heard.push(text)
      greeting.resolve()
      if (text.includes('"status":"published"')) end.abort()
    }
  }
  const listening = Promise.allSettled([listen(ada, hers, greeted[0]), listen(eve, eves, greeted[1])])
  await Promise.all(greeted.map(({ promise }) => promise))

  const { id } = await ada.createPost(videoPost(media, [directTarget(account)]))
  await app.runUntil(async () => (await ada.post(id)).status === 'published')
  await listening
  const text = hers.join('')
  for (const status of ['scheduled', 'publishing', 'processing', 'published'])
    expect(text).toContain(`"status":"${status}"`)
  expect(text).toContain('"sentBytes":32000000,"totalBytes":70000000')
  expect(eves.join('')).not.toContain('event:')
})

test('images and sounds are kept too, an image with the JPEG that TikTok is to get; both are gone when it is deleted', async () => {
  await using app = await startTestApp()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'clipdeck-images-'))
  const ada = await app.signUp()
  const image = await ada.upload(await makeNamedImage(join(folder.path, 'transparent.png')), 'holiday.mp4')
  expect(image).toMatchObject({ kind: 'image', mimeType: 'image/png', width: 300, height: 400, hasThumbnail: true })
  expect(image.checks).toContainEqual(expect.objectContaining({ code: 'format', level: 'warning', fix: 'convert' }))
  const again = await ada.upload(join(folder.path, 'transparent.png'))
  const sound = join(folder.path, 'sound.mp3')
  await makeSound({ path: sound, format: 'mp3', codec: 'mp3', seconds: 1 })
  const { id: soundId, ...heard } = await ada.upload(sound)
  expect(heard).toMatchObject({ kind: 'audio', mimeType: 'audio/mpeg', codec: 'mp3', width: null, frameRate: null })

  const stored = async () =>
    (await readdir(app.ctx.config.dataDir, { recursive: true })).filter((name) => name.startsWith('media/'))
  const files = await stored()
  const suffixes = files.filter((name) => name.includes(image.id)).map((name) => name.split(image.id)[1])
  expect(new Set(suffixes)).toEqual(new Set(['', '.photo.jpg', '.thumbnail.jpg']))
  expect(files.some((name) => name.includes(again.id))).toBe(false)
  for (const id of [image.id, soundId]) expect((await ada.send('DELETE', `/api/v1/media/${id}`)).status).toBe(204)
  expect(await stored()).toHaveLength(4)
  expect((await ada.send('DELETE', `/api/v1/media/${again.id}`)).status).toBe(204)
  expect(await stored()).toHaveLength(1)
})

test('an image that cannot be shown to its end is refused in a sentence, and leaves nothing behind', async () => {
  await using app = await startTestApp()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'clipdeck-images-'))
  const ada = await app.signUp()
  const whole = await readFile(await makeNamedImage(join(folder.path, 'plain.jpg')))
  // As a small picture in its metadata would have it, what looks like the end stands at the beginning too.
  const comment = Buffer.from('fffe0004ffd9', 'hex')
  const cut = Buffer.concat([whole.subarray(0, 2), comment, whole.subarray(2, whole.length / 2)])
  await writeFile(join(folder.path, 'cut.jpg'), cut)
  const refused = await ada.upload(join(folder.path, 'cut.jpg')).catch(String)
  expect(refused).toContain('cut.jpg cannot be used: The file is damaged or cut off')
  expect(refused).toContain('Upload a video')
  const left = await readdir(app.ctx.config.dataDir, { recursive: true, withFileTypes: true })
  expect(left.filter((entry) => entry.isFile() && !entry.parentPath.includes('secrets'))).toEqual([])
})
