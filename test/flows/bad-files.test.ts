import { openAsBlob } from 'node:fs'
import { lutimes, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Media } from '#shared/api/media.ts'
import { Problem } from '#shared/api/problem.ts'
import { Upload } from '#shared/api/uploads.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { quarters } from '../fixtures/images.ts'
import { oddVideos } from '../fixtures/odd-videos.ts'
import { mediaChildren } from '../media-children.ts'
import type { Person } from '../person.ts'
import { videoFile } from '../videos.ts'

let app: TestApp
let ada: Person
let image = Buffer.alloc(0)
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  image = await quarters().jpeg().toBuffer()
})
afterAll(() => app[Symbol.asyncDispose]())

const BOUNDARY = 'a-boundary'

/** Uploads a file whose part says about its name what stands here, byte for byte. */
async function uploadAs(naming: string | Buffer, content: Buffer = image) {
  const body = Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"`),
    Buffer.from(naming),
    Buffer.from('\r\nContent-Type: application/octet-stream\r\n\r\n'),
    content,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ])
  return send(`multipart/form-data; boundary=${BOUNDARY}`, body)
}

function send(type: string, body: Buffer) {
  return ada.send('POST', '/api/v1/media', new Blob([Uint8Array.from(body)], { type }))
}

test.each<[string, string | Buffer, string]>([
  ['letters of the world', '; filename="Ünïcødé 漢字 👩‍🍳.jpg"', 'Ünïcødé 漢字 👩‍🍳.jpg'],
  ['quotes', String.raw`; filename="a \"b\" 'c' (d)*.jpg"`, `a "b" 'c' (d)*.jpg`],
  ['a way out', '; filename="../../../etc/passwd"', 'passwd'],
  ['a way out on Windows', String.raw`; filename="..\\..\\autoexec.bat"`, 'autoexec.bat'],
  ['an escaped way out', `; filename*=UTF-8''..%2F..%2Fclip.jpg`, 'clip.jpg'],
  ['NUL', `; filename*=UTF-8''clip.mp4%00.jpg`, 'clip.mp4.jpg'],
  ['text that is read backwards', '; filename="clip\u202Egpj.exe"', 'clipgpj.exe'],
  ['300 characters', `; filename="${'a'.repeat(300)}.jpg"`, `${'a'.repeat(196)}.jpg`],
  ['nothing but dots', '; filename="..."', 'file'],
  ['no UTF-8', Buffer.from([...Buffer.from('; filename="caf'), 0xe9, ...Buffer.from('.jpg"')]), 'caf\uFFFD.jpg'],
])('a name with %s is kept as people read it, and comes back in one harmless header', async (_, naming, shown) => {
  const { status, body } = await uploadAs(naming)
  expect(status).toBe(201)
  const media = Media.parse(body)
  expect(media.fileName).toBe(shown)
  const { headers } = await ada.send('HEAD', `/api/v1/media/${media.id}/content`)
  const [, encoded] = /^inline; filename\*=UTF-8''([\w%.!~-]+)$/.exec(headers.get('content-disposition') ?? '') ?? []
  expect(decodeURIComponent(encoded ?? '')).toBe(shown)
  expect(headers.get('content-type')).toBe('image/jpeg')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  ['an empty name', '; filename=""'],
  ['no name', ''],
])('a file with %s gets one', async (_, naming) => {
  const { status, body } = await uploadAs(naming)
  expect(status).toBe(201)
  expect(Media.parse(body).fileName).toBe('file')
})

const PART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\n\r\n`
test.each([
  ['ends in the middle of its file', `; boundary=${BOUNDARY}`, PART + 'x'.repeat(100_000)],
  ['has no boundary', '', `${PART}x\r\n--${BOUNDARY}--\r\n`],
  ['has another boundary', '; boundary=another', `${PART}x\r\n--${BOUNDARY}--\r\n`],
  ['has an endless boundary', `; boundary=${'b'.repeat(5000)}`, 'x'],
])('a form that %s is refused as one that cannot be read', async (_, parameters, body) => {
  const { status, body: problem } = await send(`multipart/form-data${parameters}`, Buffer.from(body))
  expect({ status, code: Problem.parse(problem).code }).toEqual({ status: 400, code: 'malformed_request' })
})

test('bad files side by side are refused in words, the good one between them is kept, and nothing else is left', async () => {
  const grace = await app.signUp('Grace')
  const path = await videoFile()
  const odd = oddVideos(await readFile(path), { url: 'http://127.0.0.1:9/', path: '/etc/passwd' })
  const names = [
    'empty.mp4',
    'zeros.mp4',
    '30000-tracks.mp4',
    'hundred-days.mp4',
    'packed-moov.mov',
    'really-a-zip.mp4',
  ]
  await using folder = await scratch()
  for (const name of names) await writeFile(join(folder.path, name), odd[name] ?? '')
  const stored = await files()

  const refusals = names.map(async (name) => {
    const form = new FormData()
    form.set('file', await openAsBlob(join(folder.path, name)), name)
    const { body } = await grace.send('POST', '/api/v1/media', form)
    return Problem.parse(body)
  })
  const [good, ...refused] = await Promise.all([grace.upload(path), ...refusals])
  for (const { status, code, detail, errors } of refused) {
    expect({ status, code, path: errors?.[0]?.path }).toEqual({ status: 400, code: 'invalid_input', path: 'file' })
    expect(detail).toMatch(/^\S+\.\w+ (is|cannot) .+\.$/)
    expect(detail).not.toContain(app.ctx.uploadsDir)
  }
  expect(await mediaChildren()).toEqual([])
  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
  const added = (await files()).filter((name) => !stored.includes(name))
  expect(added.toSorted()).toEqual([good.id, `${good.id}.thumbnail.jpg`])
  expect((await ada.send('GET', '/readyz')).status).toBe(200)
})

test('a resumable upload is named like any other', async () => {
  const metadata = `filename ${Buffer.from('../../clip\0\u202E.mp4').toString('base64')}`
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': metadata }
  const { status, body } = await ada.send('POST', '/api/v1/uploads', undefined, headers)
  expect({ status, fileName: Upload.parse(body).fileName }).toEqual({ status: 201, fileName: 'clip.mp4' })
})

test('a link among the uploads is not followed', async () => {
  await using folder = await scratch()
  const target = join(folder.path, 'precious')
  await writeFile(target, 'precious')
  await symlink(folder.path, join(app.ctx.uploadsDir, 'link-to-a-folder'))
  await symlink(target, join(app.ctx.uploadsDir, 'link-to-a-file'))
  for (const name of await readdir(app.ctx.uploadsDir)) await lutimes(join(app.ctx.uploadsDir, name), 0, 0)
  await app.functions.sweep({}, { signal: new AbortController().signal })
  expect(await readFile(target, 'utf8')).toBe('precious')
})

async function files(): Promise<string[]> {
  const entries = await readdir(join(app.ctx.config.dataDir, 'media'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function scratch() {
  const path = await mkdtemp(join(tmpdir(), 'clipdeck-bad-files-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
