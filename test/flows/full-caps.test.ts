import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Capacity } from '#shared/api/capacity.ts'
import { directTarget, videoPost } from '../person.ts'
import { publishNow } from '../run-step.ts'
import { type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const HOUR_MS = 60 * 60_000

let stage: Stage

beforeAll(async () => {
  // Days go by here: a token that lasts spares the refreshes in between.
  stage = await startStage({ timing: { accessTokenLifetimeS: 90 * 24 * 60 * 60 } })
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.clock.advance(25 * HOUR_MS))

/** What another workspace plans for the same creator is not known here: TikTok's windows fill up all the same. */
async function postElsewhere(username: string, choices: Record<string, unknown> = {}) {
  const nora = await stage.signUp('Nora')
  const account = await nora.connect(username)
  const media = await nora.upload(await videoFile())
  const { id } = await nora.createPost(videoPost(media, [directTarget(account, choices)]))
  return async () => (await nora.post(id)).publications[0]
}

test('the sixteenth post of a day waits, shows until when, and goes out then', async () => {
  const mara = await stage.actor('mara.bakes')
  const ids: string[] = []
  for (let count = 0; count < 15; count++) ids.push(await mara.post())
  const elsewhere = await postElsewhere('mara.bakes')
  const states = async () => [...(await Promise.all(ids.map(async (id) => mara.publication(id)))), await elsewhere()]
  await stage.runUntil(
    async () => (await states()).filter((each) => each?.status === 'published').length === 15,
    HOUR_MS,
  )
  expect(mara.posts()).toHaveLength(15)
  const [waiting] = (await states()).filter((each) => each?.status === 'scheduled')
  expect(waiting?.failure).toMatchObject({ code: 'daily_posts_cap' })
  const first = Math.min(...mara.inits().map(({ createdAt }) => new Date(createdAt).getTime()))
  expect(new Date(waiting?.nextStepAt ?? 0).getTime()).toBe(first + 24 * HOUR_MS)
  await stage.runUntil(async () => (await states()).every((each) => each?.status === 'published'), 25 * HOUR_MS)
  expect(mara.posts()).toHaveLength(16)
  expect(mara.inits()).toHaveLength(16)
  expect(mara.calls('video_init').filter(({ status }) => status !== 200)).toHaveLength(0)
})

test('the caps of two workers together are those of one', async () => {
  const oak = await stage.actor('oakandiron')
  const ids = await Promise.all(Array.from({ length: 8 }, () => oak.post()))
  const publications = await Promise.all(ids.map((id) => oak.publication(id)))
  await Promise.all(publications.map(({ id }) => publishNow(stage.ctx, id)))
  expect(oak.calls('video_init').filter(({ status }) => status === 429)).toHaveLength(0)
  expect(oak.inits()).toHaveLength(6)
  for (const id of ids) await oak.until(id, 'published')
  expect(oak.posts()).toHaveLength(8)
})

test('the sixth draft of a day waits until there is room', async () => {
  const sol = await stage.actor('sol.y.salsa')
  const ids: string[] = []
  const draft = { mode: 'draft', privacyLevel: undefined }
  for (let count = 0; count < 5; count++) ids.push(await sol.post(draft))
  const elsewhere = await postElsewhere('sol.y.salsa', draft)
  const all = async () => [...(await Promise.all(ids.map((id) => sol.publication(id)))), await elsewhere()]
  await stage.runUntil(async () => (await all()).filter((each) => each?.status === 'inbox').length === 5)
  const [waiting] = (await all()).filter((each) => each?.status === 'scheduled')
  expect(waiting?.failure).toMatchObject({ code: 'pending_drafts_cap' })
  await stage.runUntil(async () => (await all()).every((each) => each?.status === 'inbox'), 25 * HOUR_MS)
  expect(sol.inits()).toHaveLength(6)
})

test('an unaudited app posts to five accounts a day, and the sixth waits', async () => {
  await using small = await startStage({ env: { TIKTOK_APP_AUDITED: 'false' } })
  const names = ['private.paula', 'hidden.hugo', 'closed.cleo', 'shy.sven', 'secret.sana', 'inward.ivo']
  const actors = await Promise.all(names.map((name) => small.actor(name)))
  const ids = await Promise.all(actors.map((actor) => actor.post({ privacyLevel: 'SELF_ONLY' })))
  const all = () => Promise.all(ids.map(async (id, index) => actors[index]?.publication(id)))
  await small.runUntil(async () => (await all()).filter((each) => each?.status === 'published').length === 5)
  const [waiting] = (await all()).filter((each) => each?.status === 'scheduled')
  expect(waiting?.failure).toMatchObject({
    code: expect.stringMatching(/posting_accounts_cap|reached_active_user_cap/),
  })
  const { app } = await small.ada.call(Capacity, 'GET', '/api/v1/capacity')
  expect(app).toMatchObject({ used: 5, cap: 5, firstFreeAt: waiting?.nextStepAt })
  const sixth = actors.find(({ account }) => account.id === waiting?.accountId)
  const body = videoPost(await small.video(), [
    directTarget(sixth?.account ?? { id: '' }, { privacyLevel: 'SELF_ONLY' }),
  ])
  expect((await small.ada.send('POST', '/api/v1/posts', body)).body).toMatchObject({
    code: 'no_room',
    full: [{ isAppFull: true, booked: 5, cap: 5, firstFreeAt: waiting?.nextStepAt }],
  })
  await small.runUntil(async () => (await all()).every((each) => each?.status === 'published'), 25 * HOUR_MS)
  expect(small.simulator.snapshot().posts).toHaveLength(6)
})
