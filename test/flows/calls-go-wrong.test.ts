import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { publishNow } from '../run-step.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(2 * MINUTE_MS)
})

test('a TikTok that is down for good ends as failed after the ladder, and a retry by hand goes on', async () => {
  stage.simulator.faults.add({ endpoint: 'video_init', openId: mara.openId, status: 503 })
  const before = { posts: mara.posts().length, inits: mara.inits().length }
  const id = await mara.post()
  const failed = await mara.until(id, 'failed')
  expect(failed).toMatchObject({ failure: { code: 'internal_error' }, attempts: 4 })
  expect(failed.finishedAt).not.toBeNull()
  stage.simulator.faults.clear()
  expect((await stage.ada.send('POST', `/api/v1/publications/${failed.id}/retry`)).status).toBe(200)
  await mara.until(id, 'published')
  expect(mara.posts().length - before.posts).toBe(1)
  expect(mara.inits().length - before.inits).toBe(1)
})

test('tokens that ran out between init and polls are refreshed, once', async () => {
  const before = mara.calls('token').length
  stage.simulator.faults.add({
    endpoint: 'upload',
    openId: mara.openId,
    times: 1,
    run: () => stage.simulator.expireAccessTokens(mara.openId),
  })
  const id = await mara.post()
  await mara.until(id, 'published')
  expect(mara.calls('token').length - before).toBe(1)
})

test('five publications at once refresh their account only once', async () => {
  const oak = await stage.actor('oakandiron')
  stage.simulator.expireAccessTokens(oak.openId)
  const before = oak.calls('token').length
  const ids = await Promise.all(Array.from({ length: 5 }, () => oak.post()))
  const publications = await Promise.all(ids.map((id) => oak.publication(id)))
  await Promise.all(publications.map(({ id }) => publishNow(stage.ctx, id)))
  for (const id of ids) await oak.until(id, 'published')
  expect(oak.calls('token').length - before).toBe(1)
  expect(oak.posts()).toHaveLength(5)
})

test('thirty publications that wait for slow refreshes leave the database to everybody else', async () => {
  const names = ['lena.climbs', 'tinytrains', 'nightkitchen', 'pixelgarden', 'northsea.surf', 'studio_ines']
  names.push('yuki_ink', 'drift.and.dine', 'the_quiet_piano', 'kofi.builds')
  const actors = await Promise.all(names.map((name) => stage.actor(name)))
  const posts = await Promise.all(actors.flatMap((actor) => Array.from({ length: 3 }, () => actor.post())))
  const { rows } = await stage.ctx.pool.query<{ id: string }>('select id from publications where post_id = any($1)', [
    posts,
  ])
  const ids = actors.map(({ account }) => account.id)
  await stage.ctx.pool.query('update accounts set token_expires_at = $2 where id = any($1)', [ids, stage.clock.now()])
  const answers: number[] = []
  stage.simulator.faults.add({
    endpoint: 'token',
    run: async () => {
      for (let count = 0; count < 3; count++) answers.push((await stage.ada.send('GET', '/api/v1/accounts')).status)
    },
  })
  await Promise.all(rows.map(({ id }) => publishNow(stage.ctx, id)))
  expect(answers).toEqual(Array.from({ length: 30 }, () => 200))
  await stage.runUntil(() => actors.every((actor) => actor.posts().length === 3))
})

test('a media file that is gone is a reason that people see, not an endless loop', async () => {
  const id = await mara.post({}, { publishAt: new Date(stage.clock.now().getTime() + MINUTE_MS).toISOString() })
  const video = await stage.video()
  const { rows } = await stage.ctx.pool.query('select storage_key as key from media where id = $1', [video.id])
  const key = String(rows[0].key)
  await stage.ctx.pool.query('update media set storage_key = $1 where id = $2', ['gone/away', video.id])
  const before = mara.inits().length
  const ended = await mara.until(id, 'failed')
  await stage.ctx.pool.query('update media set storage_key = $1 where id = $2', [key, video.id])
  expect(ended.failure).toMatchObject({ code: 'media_unreadable', detail: expect.stringContaining('clip-0.mp4') })
  expect(mara.inits()).toHaveLength(before)
})
