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

type Fault = Parameters<Stage['simulator']['faults']['add']>[0]

/** Publishes while `fault` strikes, and tells what TikTok got of it and how long it took. */
async function play(fault: Fault, choices: Record<string, unknown> = {}) {
  const before = { posts: mara.posts().length, inits: mara.inits().length, at: stage.clock.now().getTime() }
  stage.simulator.faults.add({ openId: mara.openId, times: 1, ...fault })
  const id = await mara.post(choices)
  const publication = await mara.until(id, 'published')
  await stage.drain()
  return {
    publication,
    tookMs: stage.clock.now().getTime() - before.at,
    posts: mara.posts().length - before.posts,
    inits: mara.inits().length - before.inits,
  }
}

test('a 429 on creator info, init and status waits out the minute and costs no attempt', async () => {
  stage.simulator.faults.add({ endpoint: 'webhook', openId: mara.openId, isDropped: true })
  for (const endpoint of ['creator_info', 'video_init', 'status'] as const) {
    const { posts, inits, publication, tookMs } = await play({ endpoint, status: 429 }, { privacyLevel: 'SELF_ONLY' })
    expect({ endpoint, posts, inits }).toEqual({ endpoint, posts: 1, inits: 1 })
    expect(publication.attempts).toBe(1)
    expect(tookMs).toBeGreaterThanOrEqual(MINUTE_MS)
  }
})

test('a 429 that names its own time is waited out as long as it says', async () => {
  expect((await play({ endpoint: 'video_init', status: 429, retryAfterS: 300 })).tookMs).toBeGreaterThanOrEqual(300_000)
})

test('an init that is answered 503 is sent again', async () => {
  expect(await play({ endpoint: 'video_init', status: 503 })).toMatchObject({ posts: 1, inits: 1 })
})

test('an init whose connection breaks before it arrives is sent again', async () => {
  expect(await play({ endpoint: 'video_init', cut: 'before' })).toMatchObject({ posts: 1, inits: 1 })
})

test('an init whose answer is lost leaves an inert upload behind and makes one post', async () => {
  expect(await play({ endpoint: 'video_init', cut: 'after' })).toMatchObject({ posts: 1, inits: 2 })
  expect(await play({ endpoint: 'video_init', phase: 'after', status: 500 })).toMatchObject({ posts: 1, inits: 2 })
})

test('an init that is answered with a page instead of JSON is sent again', async () => {
  const page = '<html>Bad gateway</html>'
  expect(await play({ endpoint: 'video_init', status: 502, body: page })).toMatchObject({ posts: 1, inits: 1 })
  expect(await play({ endpoint: 'video_init', phase: 'after', body: page })).toMatchObject({ posts: 1, inits: 2 })
})

test('a chunk plan that TikTok refuses is tried another way once', async () => {
  stage.simulator.faults.add({
    endpoint: 'video_init',
    openId: mara.openId,
    times: 1,
    status: 400,
    code: 'invalid_params',
  })
  const before = mara.inits().length
  const id = await mara.post({}, {}, 20_000_000)
  await mara.until(id, 'published')
  expect(mara.inits().length - before).toBe(1)
  const uploads = mara.calls('upload').filter(({ publishId }) => publishId === mara.inits().at(-1)?.publishId)
  expect(uploads).toHaveLength(2)
})

test('a status that cannot be asked for a while changes nothing', async () => {
  expect(await play({ endpoint: 'status', cut: 'before', times: 5 })).toMatchObject({ posts: 1, inits: 1 })
  expect(await play({ endpoint: 'status', status: 503, times: 5 })).toMatchObject({ posts: 1, inits: 1 })
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

test('a token that is refused at the init is refreshed and the init repeated', async () => {
  const { posts, inits } = await play({
    endpoint: 'video_init',
    status: 401,
    code: 'access_token_invalid',
  })
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
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
