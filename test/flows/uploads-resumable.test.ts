import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi } from '#server/api/app.ts'
import { createContext } from '#server/context.ts'
import { sweepUploads } from '#server/uploads/sweep-uploads.ts'
import { listOf } from '#shared/api/lists.ts'
import { Media } from '#shared/api/media.ts'
import { Problem } from '#shared/api/problem.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Person } from '../person.ts'
import { createTusClient, type TusClient } from '../tus-client.ts'
import { sha256Of, videoFile } from '../videos.ts'

const EIGHT_MB = 8_000_000
const DAY_MS = 24 * 60 * 60 * 1000

let app: TestApp
let ada: Person
let tus: TusClient
let apiKey = ''
let path = ''
let bytes: Buffer<ArrayBuffer>
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  apiKey = await ada.apiKey()
  tus = createTusClient({ url: app.url, apiKey })
  path = await videoFile({ sizeBytes: EIGHT_MB })
  bytes = await readFile(path)
})
afterAll(() => app[Symbol.asyncDispose]())

const library = () => ada.call(listOf(Media), 'GET', '/api/v1/media?limit=100')
const partials = () => readdir(join(app.ctx.uploadsDir, 'tus'))
const idOf = (upload: string) => basename(upload)
const partialOf = (upload: string) => join(app.ctx.uploadsDir, 'tus', idOf(upload))
const isPartial = async (upload: string) => (await partials()).some((name) => name.startsWith(idOf(upload)))
const itemsOf = async (upload: string) => (await library()).items.filter(({ id }) => upload.endsWith(id))
const problemOf = async (answer: Response) => Problem.parse(await answer.json())

/** Another API process on the same folder and database. */
async function anotherProcess() {
  const { config, secrets, databaseUrl, clock, log } = app.ctx
  await using parts = new AsyncDisposableStack()
  const ctx = parts.use(await createContext({ config, secrets, databaseUrl }, { clock, log }))
  const api = await createApi(ctx)
  parts.defer(() => api.close())
  const url = await api.listen({ host: '127.0.0.1', port: 0 })
  const owned = parts.move()
  return {
    tus: createTusClient({ url, apiKey }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

test('an upload by tus becomes the same item as one by form, and says so', async () => {
  const begun = await tus.begin(bytes.length, '../holi\0day.mp4')
  expect(begun.status).toBe(201)
  const upload = begun.headers.get('location') ?? ''
  expect(await begun.json()).toMatchObject({
    status: 'receiving',
    offset: 0,
    length: bytes.length,
    fileName: 'holiday.mp4',
  })
  const half = bytes.length / 2
  const first = await tus.append(upload, 0, bytes.subarray(0, half))
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, String(half)])
  expect(await tus.read(upload)).toMatchObject({ status: 'receiving', offset: half, mediaId: null })

  const last = await tus.append(upload, half, bytes.subarray(half))
  expect(last.status).toBe(204)
  const id = last.headers.get('clipdeck-media-id')
  const byForm = await ada.upload(path, 'holiday.mp4')
  const { media, ...outcome } = await tus.read(upload)
  expect(outcome).toMatchObject({ status: 'ready', mediaId: id, problem: null })
  expect(media).toEqual({ ...byForm, id, createdAt: expect.any(String) })
  expect((await ada.fetchBytes(`/api/v1/media/${id}/content`)).bytes.equals(bytes)).toBe(true)
  expect(await partials()).toEqual([])
})

/** Sends some bytes of an upload, cuts the connection in the middle, and gives where it is to go on. */
async function sendAndCut(upload: string, offset: number): Promise<number> {
  const length = bytes.length - offset
  const connection = await tus.beginAppend(upload, { offset, length, bytes: bytes.subarray(offset, offset + 700_000) })
  connection.destroy()
  // Asking for the offset takes the upload from a request that has come; the cut one may still be on its way.
  while ((await tus.read(upload)).offset === offset);
  return tus.offset(upload)
}

test('an upload cut ten times resumes each time and ends with the right SHA-256', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const offsets = [0]
  for (let cut = 1; cut <= 10; cut++) offsets.push(await sendAndCut(upload, offsets.at(-1) ?? 0))
  expect(new Set(offsets).size).toBe(11)
  const offset = offsets.at(-1) ?? 0
  await tus.append(upload, offset, bytes.subarray(offset))
  expect((await tus.read(upload)).media?.sha256).toBe(await sha256Of(path))
})

test('an upload goes on after a restart, and in another process at once', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const offset = await sendAndCut(upload, 0)
  await using other = await anotherProcess()
  expect(await other.tus.offset(upload)).toBe(offset)
  await other.tus.append(upload, offset, bytes.subarray(offset, 5_000_000))
  const last = await tus.append(upload, 5_000_000, bytes.subarray(5_000_000))
  expect(last.status).toBe(204)
  expect((await other.tus.read(upload)).media?.sha256).toBe(await sha256Of(path))
})

test('whoever asks for an upload takes it from a connection that nobody answers any more', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const some = { offset: 0, length: bytes.length, bytes: bytes.subarray(0, 2_000_000) }
  const [silent, elsewhere] = [await tus.beginAppend(upload, some), await anotherProcess()]
  await using other = elsewhere
  while ((await tus.read(upload)).offset === 0);
  const offset = await tus.offset(upload)
  expect(offset).toBeGreaterThan(0)
  silent.destroy()
  const late = await other.tus.beginAppend(upload, {
    offset,
    length: bytes.length - offset,
    bytes: bytes.subarray(offset, offset + 2_000_000),
  })
  while ((await tus.read(upload)).offset === offset);
  expect(await tus.offset(upload)).toBeGreaterThan(offset)
  late.destroy()
})

test('what a killed process was writing is free again after its lease', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const offset = await sendAndCut(upload, 0)
  const until = new Date(app.clock.now().getTime() + 10_000)
  await app.ctx.pool.query('update uploads set writer_id = gen_random_uuid(), writer_until = $1 where id = $2', [
    until,
    idOf(upload),
  ])
  app.clock.advance(10_001)
  expect(await tus.offset(upload)).toBe(offset)
})

test('a client that never hears the last answer asks what became of its upload: there is one item', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const connection = await tus.beginAppend(upload, { offset: 0, length: bytes.length, bytes })
  connection.destroy()
  while ((await tus.read(upload)).status !== 'ready');
  expect(await tus.offset(upload)).toBe(bytes.length)
  const again = await tus.append(upload, bytes.length, new Uint8Array())
  expect([again.status, again.headers.get('clipdeck-media-id')]).toEqual([204, idOf(upload)])
  expect(await itemsOf(upload)).toHaveLength(1)
})

test('several that ask at once for the outcome of a whole upload get the same one', async () => {
  const upload = await tus.mustBegin(bytes.length)
  await writeFile(partialOf(upload), bytes)
  await using other = await anotherProcess()
  const outcomes = await Promise.all([
    tus.read(upload),
    other.tus.read(upload),
    tus.read(upload),
    other.tus.read(upload),
  ])
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  expect(outcomes[0]?.media?.sha256).toBe(await sha256Of(path))
  expect((await ada.fetchBytes(`/api/v1/media/${idOf(upload)}/content`)).bytes.equals(bytes)).toBe(true)
})

test('a file that is none for TikTok is refused with the last bytes, and whoever asks later hears why', async () => {
  const text = Buffer.from('This is no video.\n'.repeat(500))
  const upload = await tus.mustBegin(text.length, 'fake.mp4')
  const last = await tus.append(upload, 0, text)
  expect(last.status).toBe(400)
  const problem = await problemOf(last)
  expect(problem).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('fake.mp4') })
  const outcome = await tus.read(upload)
  expect(outcome).toMatchObject({ status: 'refused', mediaId: null, media: null })
  expect({ ...outcome.problem, requestId: '' }).toEqual({ ...problem, requestId: '' })
  expect(await itemsOf(upload)).toEqual([])
  expect(await isPartial(upload)).toBe(false)
})

test('an upload is there for whoever began it, and for nobody else', async () => {
  const upload = await tus.mustBegin(bytes.length)
  const eve = createTusClient({ url: app.url, apiKey: await (await app.signUp('Eve')).apiKey() })
  const another = createTusClient({ url: app.url, apiKey: await ada.apiKey() })
  const stranger = createTusClient({ url: app.url, apiKey: 'nobody' })
  for (const [client, status] of [
    [eve, 404],
    [another, 404],
    [stranger, 401],
  ] as const) {
    for (const method of ['GET', 'HEAD', 'DELETE']) expect((await client.send(method, upload)).status).toBe(status)
    expect((await client.append(upload, 0, bytes)).status).toBe(status)
  }
  expect((await stranger.begin(10)).status).toBe(401)
  expect((await tus.begin(10, 'clip.mp4', { origin: 'https://evil.example' })).status).toBe(403)
  expect(await tus.offset(upload)).toBe(0)
})

test('what does not follow the protocol, or is too much, is refused with a problem', async () => {
  const upload = await tus.mustBegin(1000)
  const refusals: [Promise<Response>, number, string][] = [
    [tus.append(upload, 1, bytes.subarray(1, 10)), 409, 'conflict'],
    [tus.append(upload, 0, bytes.subarray(0, 1001)), 413, 'too_large'],
    [
      tus.send('PATCH', upload, { 'content-type': 'text/plain', 'upload-offset': '0' }, bytes.subarray(0, 9)),
      400,
      'malformed_request',
    ],
    [tus.send('DELETE', upload, { 'tus-resumable': '0.2.0' }), 412, 'tus_version'],
    [tus.begin(0), 400, 'invalid_input'],
    [tus.begin(4 * 1024 ** 3 + 1), 413, 'too_large'],
    [tus.send('POST', '/api/v1/uploads', { 'upload-defer-length': '1' }), 400, 'malformed_request'],
    [tus.send('POST', '/api/v1/uploads', { 'upload-length': '-1' }), 400, 'malformed_request'],
  ]
  for (const [asked, status, code] of refusals) {
    const answer = await asked
    expect([answer.status, await problemOf(answer)]).toMatchObject([status, { code, remedy: expect.any(String) }])
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0')
  }
  expect(await tus.offset(upload)).toBe(0)
})

test('who is refused before all has come hears it at once, and cannot go on sending', async () => {
  const upload = await tus.mustBegin(1_000_000_000)
  const some = bytes.subarray(0, 100_000)
  const connection = await tus.beginAppend(upload, { offset: 1, length: 900_000_000, bytes: some })
  const [answer] = await once(connection, 'response')
  expect(answer.statusCode).toBe(409)
  const closed = new Promise((resolve) => connection.once('close', resolve))
  const send = () => connection.write(bytes, (error) => error || send())
  send()
  await closed
  await tus.send('DELETE', upload)
})

test('a beginning that is sent again with its Idempotency-Key is one upload', async () => {
  const [first, again] = [
    await tus.begin(1000, 'clip.mp4', { 'idempotency-key': 'begin' }),
    await tus.begin(1000, 'clip.mp4', { 'idempotency-key': 'begin' }),
  ]
  expect([again.status, again.headers.get('location')]).toEqual([201, first.headers.get('location')])
  expect((await tus.begin(2000, 'clip.mp4', { 'idempotency-key': 'begin' })).status).toBe(409)
})

test('an upload may come whole with its beginning, and OPTIONS says what is possible', async () => {
  const small = await readFile(await videoFile())
  const answer = await tus.send(
    'POST',
    '/api/v1/uploads',
    {
      'upload-length': String(small.length),
      'content-type': 'application/offset+octet-stream',
    },
    small,
  )
  expect(await answer.json()).toMatchObject({ status: 'ready', fileName: 'file', media: { sizeBytes: small.length } })
  const { headers } = await tus.send('OPTIONS', '/api/v1/uploads')
  expect(headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration')
  expect(headers.get('tus-max-size')).toBe(String(4 * 1024 ** 3))
})

test('an upload that is called off is gone with its file, also while it is being judged', async () => {
  const upload = await tus.mustBegin(bytes.length)
  await sendAndCut(upload, 0)
  expect((await tus.send('DELETE', upload)).status).toBe(204)
  for (const method of ['HEAD', 'DELETE']) expect((await tus.send(method, upload)).status).toBe(404)
  expect(await isPartial(upload)).toBe(false)

  const judged = await tus.mustBegin(bytes.length)
  await writeFile(partialOf(judged), bytes)
  const [{ status }] = await Promise.all([tus.send('GET', judged), tus.send('DELETE', judged)])
  expect(status).toBe(404)
  expect(await itemsOf(judged)).toEqual([])
})

test('what no byte came for in a day is swept, and what still arrives never is', async () => {
  const [abandoned, arriving, whole] = [
    await tus.mustBegin(bytes.length),
    await tus.mustBegin(bytes.length),
    await tus.mustBegin(bytes.length),
  ]
  await sendAndCut(abandoned, 0)
  await writeFile(partialOf(whole), bytes)
  app.clock.advance(DAY_MS - 1)
  await sweepUploads(app.ctx)
  expect((await tus.read(whole)).status).toBe('ready')
  expect(await isPartial(abandoned)).toBe(true)

  const some = { offset: 0, length: bytes.length, bytes: bytes.subarray(0, 2_000_000) }
  const connection = await tus.beginAppend(arriving, some)
  while ((await tus.read(arriving)).offset === 0);
  app.clock.advance(2)
  await sweepUploads(app.ctx)
  expect(await isPartial(abandoned)).toBe(false)
  expect((await tus.send('HEAD', abandoned)).status).toBe(404)
  expect((await tus.read(arriving)).offset).toBeGreaterThan(0)
  connection.destroy()
})
