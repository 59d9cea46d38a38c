import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { publishNow } from '../run-step.ts'
import { type Stage, startStage } from '../stage.ts'

const HOUR_MS = 60 * 60_000

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.clock.advance(25 * HOUR_MS))

test('the sixteenth post of a day waits, shows until when, and goes out then', async () => {
  const mara = await stage.actor('mara.bakes')
  const ids: string[] = []
  for (let count = 0; count < 16; count++) ids.push(await mara.post())
  const states = async () => Promise.all(ids.map(async (id) => mara.publication(id)))
  await stage.runUntil(
    async () => (await states()).filter(({ status }) => status === 'published').length === 15,
    HOUR_MS,
  )
  expect(mara.posts()).toHaveLength(15)
  const [waiting] = (await states()).filter(({ status }) => status === 'scheduled')
  expect(waiting?.failure).toMatchObject({ code: 'daily_posts_cap' })
  const first = Math.min(...mara.inits().map(({ createdAt }) => new Date(createdAt).getTime()))
  expect(new Date(waiting?.nextStepAt ?? 0).getTime()).toBe(first + 24 * HOUR_MS)
  await stage.runUntil(async () => (await states()).every(({ status }) => status === 'published'), 25 * HOUR_MS)
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
  for (let count = 0; count < 6; count++) ids.push(await sol.post({ mode: 'draft', privacyLevel: undefined }))
  const all = () => Promise.all(ids.map((id) => sol.publication(id)))
  await stage.runUntil(async () => (await all()).filter(({ status }) => status === 'inbox').length === 5)
  const [waiting] = (await all()).filter(({ status }) => status === 'scheduled')
  expect(waiting?.failure).toMatchObject({ code: 'pending_drafts_cap' })
  await stage.runUntil(async () => (await all()).every(({ status }) => status === 'inbox'), 25 * HOUR_MS)
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
  await small.runUntil(async () => (await all()).every((each) => each?.status === 'published'), 25 * HOUR_MS)
  expect(small.simulator.snapshot().posts).toHaveLength(6)
})
