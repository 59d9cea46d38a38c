import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startTestApp } from '../app.ts'
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
