import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '#shared/api/problem.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Reply } from '../http-client.ts'
import { directTarget, type Person, videoPost } from '../person.ts'
import { videoFile } from '../videos.ts'

let app: TestApp
let ada: Person
let account: Awaited<ReturnType<Person['connect']>>
let media: Awaited<ReturnType<Person['upload']>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  account = await ada.connect('mara.bakes')
  media = await ada.upload(await videoFile())
})
afterAll(() => app[Symbol.asyncDispose]())

/** The reply must be a problem that names `path`. */
function expectRefusal(reply: Reply, status: number, path: string): Problem {
  expect(reply.headers.get('content-type')).toContain('application/problem+json')
  const problem = Problem.parse(reply.body)
  expect(problem.status).toBe(status)
  expect(reply.status).toBe(status)
  expect(problem.errors?.map((error) => error.path)).toContain(path)
  return problem
}

const post = (body: unknown) => ada.send('POST', '/api/v1/posts', body)

test('a direct post without a privacy level is refused: there is no default', async () => {
  const { privacyLevel: _, ...target } = directTarget(account)
  expectRefusal(await post(videoPost(media, [target])), 400, 'targets.0.privacyLevel')
})

test('a caption of 2,201 characters is refused with its count, for the post and for one account', async () => {
  const caption = 'x'.repeat(2201)
  expect(
    expectRefusal(await post(videoPost(media, [directTarget(account)], { caption })), 400, 'caption').detail,
  ).toContain('2201')
  expectRefusal(await post(videoPost(media, [directTarget(account, { caption })])), 400, 'targets.0.caption')
  expect(
    (await post(videoPost(media, [directTarget(account)], { caption: 'x'.repeat(2200), publishAt: undefined }))).status,
  ).toBe(201)
})

test('an account of another workspace is not there', async () => {
  const eve = await app.signUp('Eve')
  const reply = await eve.send('POST', '/api/v1/posts', videoPost(media, [directTarget(account)]))
  expect(reply.status).toBe(404)
  const own = await eve.upload(await videoFile())
  expectRefusal(
    await eve.send('POST', '/api/v1/posts', videoPost(own, [directTarget(account)])),
    404,
    'targets.0.accountId',
  )
  expect((await eve.send('GET', `/api/v1/accounts/${account.id}`)).status).toBe(404)
  expect((await eve.send('GET', `/api/v1/media/${media.id}/content`)).status).toBe(404)
})

test('a text file named .mp4 and an empty file are refused by what is in them', async () => {
  const path = join(app.ctx.config.dataDir, 'fake.mp4')
  await writeFile(path, 'This is no video.\n'.repeat(500))
  const upload = async (bytes: Blob) => {
    const form = new FormData()
    form.set('file', bytes, 'fake.mp4')
    return ada.send('POST', '/api/v1/media', form)
  }
  expect(expectRefusal(await upload(new Blob(['This is no video.\n'.repeat(500)])), 400, 'file').detail).toContain(
    'fake.mp4',
  )
  expect(expectRefusal(await upload(new Blob([])), 400, 'file').detail).toContain('empty')
})

test('a date in the past is refused, for the post and for one account', async () => {
  const publishAt = '2020-01-01T00:00:00Z'
  expectRefusal(await post(videoPost(media, [directTarget(account)], { publishAt })), 400, 'publishAt')
  expectRefusal(await post(videoPost(media, [directTarget(account, { publishAt })])), 400, 'targets.0.publishAt')
})

test('a post without consent, with a foreign field type, or with no account is refused', async () => {
  expectRefusal(
    await post(videoPost(media, [directTarget(account)], { consent: undefined })),
    400,
    'consent.musicUsage',
  )
  expectRefusal(await post(videoPost(media, [directTarget(account, { allowDuet: 'yes' })])), 400, 'targets.0.allowDuet')
  expectRefusal(await post(videoPost(media, [])), 409, 'targets')
  expectRefusal(
    await post(videoPost(media, [directTarget(account), directTarget(account)])),
    400,
    'targets.1.accountId',
  )
  expectRefusal(
    await post(videoPost(media, [directTarget(account, { brandContent: true, privacyLevel: 'SELF_ONLY' })])),
    400,
    'targets.0.privacyLevel',
  )
  expectRefusal(await post({ ...videoPost(media, [directTarget(account)]), type: 'photo' }), 400, 'mediaIds.0')
})

test('nothing of what was refused is left behind', async () => {
  const { rows } = await app.ctx.pool.query('select count(*) from posts where caption is distinct from $1', [
    'x'.repeat(2200),
  ])
  expect(Number(rows[0].count)).toBe(0)
})

test('without a session there is a 401, and a foreign site cannot use one', async () => {
  const stranger = await fetch(`${app.url}/api/v1/accounts`)
  expect(stranger.status).toBe(401)
  const forged = await ada.send('POST', '/api/v1/posts', videoPost(media, [directTarget(account)]), {
    origin: 'https://evil.example',
  })
  expect(forged.status).toBe(403)
})

test('the same Idempotency-Key makes one post', async () => {
  const body = videoPost(media, [directTarget(account)], { publishAt: undefined })
  const key = { 'idempotency-key': 'once' }
  const [first, second] = [
    await ada.send('POST', '/api/v1/posts', body, key),
    await ada.send('POST', '/api/v1/posts', body, key),
  ]
  expect(second).toMatchObject({ status: 201, body: first.body })
  const other = await ada.send('POST', '/api/v1/posts', { ...body, caption: 'another' }, key)
  expect(other.status).toBe(409)
})

test('an answer that is kept for an Idempotency-Key is sealed: an API key is shown once more, and stands nowhere', async () => {
  const ask = () => ada.send('POST', '/api/v1/api-keys', { name: 'script' }, { 'idempotency-key': 'key-of-a-key' })
  const [first, second] = [await ask(), await ask()]
  expect(second.body).toEqual(first.body)
  const { key } = z.object({ key: z.string().startsWith('clip_') }).parse(first.body)
  const { rows } = await app.ctx.pool.query('select * from idempotency_keys')
  expect(JSON.stringify(rows)).not.toContain(key)
})
