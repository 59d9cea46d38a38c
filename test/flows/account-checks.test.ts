import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Account } from '#shared/api/accounts.ts'
import { listOf } from '#shared/api/lists.ts'
import { AccountChecks } from '#shared/api/media.ts'
import { startTestApp } from '../app.ts'
import { makeVideo } from '../fixtures/make-video.ts'
import { directTarget, videoPost } from '../person.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test('a video that is longer than a creator may post is told per account, and refused while TikTok has said so lately', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'clipdeck-checks-'))
  cleanUp.defer(() => rm(folder, { recursive: true }))
  const app = cleanUp.use(await startTestApp())
  const ada = await app.signUp()
  const [max, mara] = [await ada.connect('minute.max'), await ada.connect('mara.bakes')]
  const path = join(folder, 'long.mp4')
  await makeVideo({ path, seconds: 61.5, width: 360, height: 640, frameRate: 24 })
  const media = await ada.upload(path)

  const durations = async (...accounts: Account[]) => {
    const query = accounts.map(({ id }) => `accountId=${id}`).join('&')
    const { items } = await ada.call(listOf(AccountChecks), 'GET', `/api/v1/media/${media.id}/checks?${query}`)
    expect(items.map(({ accountId }) => accountId)).toEqual(accounts.map(({ id }) => id))
    return items.map(({ checks }) => checks.find(({ code }) => code === 'account_duration'))
  }
  const draft = (choices = {}) => videoPost(media, [directTarget(max, choices)], { publishAt: undefined })
  const compose = (choices = {}) => ada.send('POST', '/api/v1/posts', draft(choices))

  expect(await durations(max)).toMatchObject([{ level: 'ok', measured: '1 min 1.5 s', limit: null }])
  const early = await ada.createPost(draft())

  for (const { id } of [max, mara]) await ada.send('GET', `/api/v1/accounts/${id}/creator-info`)
  expect(await durations(max, mara)).toMatchObject([
    { level: 'error', measured: '1 min 1.5 s', limit: 'at most 1 min for Minute Max', fix: null },
    { level: 'ok', measured: '1 min 1.5 s', limit: expect.stringContaining('at most 10 min for') },
  ])
  const message = 'long.mp4 lasts 1 min 1.5 s; Minute Max may post up to 1 min.'
  const refusal = { status: 400, body: { errors: [{ path: 'targets.0.accountId', message }] } }
  expect(await compose()).toMatchObject(refusal)
  const change = ada.send('PATCH', `/api/v1/posts/${early.id}`, { targets: [directTarget(max)] })
  expect(await change).toMatchObject(refusal)
  expect((await compose({ mode: 'draft', privacyLevel: undefined })).status).toBe(201)

  app.clock.advance(DAY_MS)
  expect(await durations(max)).toMatchObject([{ level: 'warning' }])
  expect((await compose()).status).toBe(201)

  const eve = await app.signUp('Eve')
  const foreign = await eve.connect('oakandiron')
  const asked = await ada.send('GET', `/api/v1/media/${media.id}/checks?accountId=${foreign.id}`)
  expect(asked).toMatchObject({ status: 404, body: { code: 'not_found' } })
})
