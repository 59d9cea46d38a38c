import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Publication } from '#shared/api/posts.ts'
import { createTikTok } from '#tiktok/client.ts'
import { type MediaHost, startMediaHost } from '../media-host.ts'
import { publishNow, trackNow } from '../run-step.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** So long does the product wait for an answer here: 60 s of silence are longer than any patience. */
const PATIENCE_MS = 1500

let host: MediaHost
let stage: Stage
let mara: Actor

beforeAll(async () => {
  host = await startMediaHost()
  stage = await startStage({
    env: { TIKTOK_TRANSFER: 'url', MEDIA_PUBLIC_URL: host.url, TIKTOK_DAILY_POSTS: '1000' },
    limits: { directPostsPerDay: 1000, pendingDrafts: 1000 },
    timeouts: { requestMs: PATIENCE_MS },
  })
  host.passTo(stage.url)
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  mara = await stage.actor('mara.bakes')
  await stage.ctx.pool.query(CRASH_SQL)
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await host[Symbol.asyncDispose]()
})
afterEach(() => {
  host.misbehave(null)
  stage.simulator.faults.clear()
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  // A minute for TikTok's windows; a day, so that five drafts never fill theirs.
  stage.clock.advance(DAY_MS)
})

/** From the write number `crash.first` to `crash.last` nothing is written, as after a kill. A sequence survives the rollback. */
const CRASH_SQL = `
  create sequence writes;
  create table crash (first bigint not null, last bigint not null);
  insert into crash values (0, 0);
  create function crash_if_due() returns trigger language plpgsql as $$
  declare write bigint := nextval('writes');
  begin
    if exists (select from crash where write between first and last) then
      raise exception 'the process was killed';
    end if;
    return new;
  end $$;
  create trigger crash before insert or update on publications for each row execute function crash_if_due();
  create trigger crash before insert or update on transfers for each row execute function crash_if_due();
  create trigger crash before insert or update on publication_events for each row execute function crash_if_due();
`

async function crashAt(first: number, last = 1_000_000_000) {
  await stage.ctx.pool.query("select setval('writes', 1, false)")
  await stage.ctx.pool.query('update crash set first = $1, last = $2', [first, last])
}

const live = () => crashAt(0, 0)

type Fault = Parameters<Stage['simulator']['faults']['add']>[0]

const modes = [
  { mode: 'direct', endpoint: 'video_init', end: 'published' },
  { mode: 'draft', endpoint: 'inbox_init', end: 'inbox' },
] as const
type Mode = (typeof modes)[number]

/** Nobody finds it in the account's list of videos. */
const HIDDEN = { privacyLevel: 'SELF_ONLY' }

const choicesOf = ({ mode }: Mode) => (mode === 'draft' ? { mode, privacyLevel: undefined } : HIDDEN)

/** What TikTok has of mara: posts and drafts, inits that it took, and inits that it was asked. */
function counts({ endpoint }: Mode = modes[0]) {
  const { tasks } = stage.simulator.state
  const mine = tasks.values().filter(({ openId }) => openId === mara.openId)
  const ended = mine.filter(({ phase }) => phase === 'complete' || phase === 'inbox')
  return { posts: ended.length, inits: mine.length, asked: mara.calls(endpoint).length }
}

function since(before: ReturnType<typeof counts>, mode: Mode = modes[0]) {
  const now = counts(mode)
  return { posts: now.posts - before.posts, inits: now.inits - before.inits, asked: now.asked - before.asked }
}

const act = (publication: Pick<Publication, 'id'>, what: string, body?: unknown) =>
  stage.ada.send('POST', `/api/v1/publications/${publication.id}/${what}`, body)

test.each(modes)('a $mode video is fetched by TikTok from its own URL, once, byte for byte', async (mode) => {
  const before = counts(mode)
  const fetched = host.paths('GET').length
  const ids = [await mara.post(choicesOf(mode)), await mara.post(choicesOf(mode))]
  const ended = [await mara.until(ids[0] ?? '', mode.end), await mara.until(ids[1] ?? '', mode.end)]
  expect(since(before, mode)).toEqual({ posts: 2, inits: 2, asked: 2 })

  const video = await stage.video()
  const paths = host.paths('GET').slice(fetched)
  expect(paths).toHaveLength(2)
  for (const path of paths) expect(path).toMatch(/^\/media\/public\/[\w.-]+\/video\.mp4$/)
  const tasks = stage.simulator.state.tasks.values().slice(-2)
  expect(tasks.map(({ urls }) => urls)).toEqual(paths.map((path) => [`${host.url}${path}`]))
  for (const { files } of tasks) expect(files).toMatchObject([{ sha256: video.sha256, sizeBytes: video.sizeBytes }])
  const progress = { sentBytes: video.sizeBytes, totalBytes: video.sizeBytes }
  for (const publication of ended) expect(publication).toMatchObject({ source: 'url', progress, failure: null })
  expect(mara.calls('upload')).toEqual([])
})

test('the timeline says that TikTok takes and fetches the video', async () => {
  const id = await mara.post()
  await mara.until(id, 'published')
  expect((await mara.timeline(id)).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['started', 'init', 'pulling', 'published']),
  )
})

/** Both an init that did its work and one that never began look like this from here. */
const silences: [string, Fault, number][] = [
  ['answered 503', { endpoint: 'video_init', status: 503 }, 0],
  ['answered 500', { endpoint: 'video_init', status: 500 }, 0],
  ['answered 500 after the work', { endpoint: 'video_init', status: 500, phase: 'after' }, 1],
  ['reset', { endpoint: 'video_init', cut: 'before' }, 0],
  ['done, its answer lost', { endpoint: 'video_init', cut: 'after' }, 1],
  ['done and answered with a page', { endpoint: 'video_init', phase: 'after', body: '<html>OK</html>' }, 1],
  ['done and answered without a publish id', { endpoint: 'video_init', mutate: withoutPublishId }, 1],
  ['met with silence', { endpoint: 'video_init', hang: true }, 0],
  ['done and met with silence', { endpoint: 'video_init', hang: true, phase: 'after' }, 1],
]

function withoutPublishId<Reply extends { body: string }>(reply: Reply): Reply {
  return { ...reply, body: reply.body.replace('publish_id', 'published') }
}

const inShort = silences.filter(([name]) => /503|lost|done and met/.test(name))

for (const mode of modes)
  test.each(mode.mode === 'direct' ? silences : inShort)(
    `a ${mode.mode} init that is %s is unconfirmed at once, and never sent again`,
    async (_, fault, posts) => {
      const before = counts(mode)
      stage.simulator.faults.add({ ...fault, endpoint: mode.endpoint, openId: mara.openId, times: 1 })
      const id = await mara.post(choicesOf(mode))
      const { id: publicationId } = await mara.publication(id)
      await publishNow(stage.ctx, publicationId)
      const lost = await mara.publication(id)
      expect(lost).toMatchObject({ status: 'unconfirmed', publishId: null, failure: { code: 'init_unanswered' } })
      expect((await act(lost, 'retry')).status).toBe(409)
      expect((await act(lost, 'cancel')).status).toBe(409)
      // What TikTok fetches is there before the days pass: it gives up a download after an hour.
      await stage.simulator.tick()
      for (const days of [1, 2, 3]) {
        stage.clock.advance(days * DAY_MS)
        await stage.drain()
      }
      expect((await mara.publication(id)).status).toBe('unconfirmed')
      expect(since(before, mode)).toEqual({ posts, inits: posts, asked: 1 })
    },
  )

test('a public post whose init got no answer is found in the list of videos, and is not sent again', async () => {
  const oak = await stage.actor('oakandiron')
  stage.simulator.faults.add({ endpoint: 'video_init', openId: oak.openId, times: 1, cut: 'after' })
  const id = await oak.post({}, { caption: 'The one whose answer got lost' })
  const found = await oak.until(id, 'published')
  expect(found).toMatchObject({ publishId: null, failure: null, postIds: [oak.posts()[0]?.postId] })
  stage.clock.advance(4 * DAY_MS)
  await stage.drain()
  expect(oak.calls('video_init')).toHaveLength(1)
  expect((await oak.timeline(id)).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['unconfirmed', 'found-in-list']),
  )
})

test('an unconfirmed pull keeps its place in the caps, and is sent again by hand only', async () => {
  stage.simulator.faults.add({ endpoint: 'video_init', openId: mara.openId, times: 1, cut: 'before' })
  const id = await mara.post()
  const lost = await mara.until(id, 'unconfirmed')
  const { rows } = await stage.ctx.pool.query('select 1 from room_reservations where member = $1', [lost.id])
  expect(rows).toHaveLength(1)
  const before = counts()
  expect((await act(lost, 'resolve', { outcome: 'failed' })).status).toBe(200)
  expect((await act(lost, 'retry')).status).toBe(200)
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 1 })
})

const refusals: [Fault, string, number][] = [
  [{ endpoint: 'video_init', status: 401, code: 'access_token_invalid' }, 'published', 2],
  [{ endpoint: 'video_init', status: 429 }, 'published', 2],
  [{ endpoint: 'video_init', status: 400, code: 'invalid_param' }, 'failed', 1],
  [{ endpoint: 'video_init', status: 403, code: 'spam_risk_user_banned_from_posting' }, 'held', 1],
]

test.each(refusals)('a refusal is an answer: %j ends as %s', async (fault, end, asked) => {
  const before = counts()
  stage.simulator.faults.add({ ...fault, openId: mara.openId, times: 1 })
  const id = await mara.post()
  await stage.runUntil(async () => (await mara.publication(id)).status === end)
  const posts = end === 'published' ? 1 : 0
  expect(since(before)).toEqual({ posts, inits: posts, asked })
})

test('a 401 whose replay gets lost is unconfirmed', async () => {
  const before = counts()
  const { openId } = mara
  stage.simulator.faults.add({ endpoint: 'video_init', openId, times: 1, status: 401, code: 'access_token_invalid' })
  stage.simulator.faults.add({ endpoint: 'video_init', openId, times: 1, cut: 'after' })
  const id = await mara.post(HIDDEN)
  await mara.until(id, 'unconfirmed')
  stage.clock.advance(DAY_MS)
  await stage.drain()
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 2 })
})

test('an init that could not even be connected is no init: it is sent again', async () => {
  const before = counts()
  const id = await mara.post()
  const { id: publicationId } = await mara.publication(id)
  const nowhere = { apiUrl: 'http://127.0.0.1:1', authorizeUrl: stage.url, clientKey: 'k', clientSecret: 's' }
  await using away = createTikTok(nowhere)
  const { initVideo } = away
  await publishNow({ ...stage.ctx, tiktok: { ...stage.ctx.tiktok, initVideo } }, publicationId)
  expect(await mara.publication(id)).toMatchObject({ status: 'scheduled', failure: { code: 'network_connect' } })
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 1 })
})

test('a domain that is not verified is held, names the setting, and goes on by hand', async () => {
  const before = counts()
  stage.simulator.changeApp({ verifiedUrls: [] })
  const id = await mara.post()
  const held = await mara.until(id, 'held')
  expect(held.failure).toMatchObject({
    code: 'url_ownership_unverified',
    remedy: expect.stringContaining(`MEDIA_PUBLIC_URL (${host.url}/)`),
  })
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  await act(held, 'retry')
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 2 })
})

test('a public URL that does not give the file from here is tried again, and TikTok is not asked meanwhile', async () => {
  const before = counts()
  for (const [mischief, words] of unreachable) {
    host.misbehave(mischief)
    const id = await mara.post()
    const { id: publicationId } = await mara.publication(id)
    await publishNow(stage.ctx, publicationId)
    const waiting = await mara.publication(id)
    expect(waiting).toMatchObject({ status: 'scheduled', failure: { code: 'media_url_unreachable' } })
    expect(waiting.failure?.detail).toMatch(words)
    expect(waiting.failure?.detail).toContain(`MEDIA_PUBLIC_URL (${host.url})`)
    expect(
      JSON.stringify([waiting, await stage.ada.send('GET', `/api/v1/publications/${publicationId}/events`)]),
    ).not.toContain('/media/public/')
    expect(since(before).asked).toBe(0)
    host.misbehave(null)
    await act(waiting, 'cancel')
  }
  host.misbehave(unreachable[0]?.[0] ?? null)
  const id = await mara.post()
  await mara.until(id, 'scheduled')
  host.misbehave(null)
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 1 })
})

const unreachable: [Parameters<MediaHost['misbehave']>[0], RegExp][] = [
  [(_, response) => response.writeHead(302, { location: '/elsewhere' }).end(), /redirect \(HTTP 302\)/],
  [(_, response) => response.writeHead(502).end(), /HTTP 502/],
  [(_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(), /text\/html/],
  [(incoming) => incoming.socket.resetAndDestroy() ?? null, /does not answer/],
]

test('a download that fails is tried again with another URL and another init', async () => {
  const before = counts()
  const fetched = host.paths('GET').length
  let count = 0
  host.misbehave(({ method }, response) => {
    if (method === 'HEAD' || count++ > 0) return undefined
    return response.writeHead(503).end()
  })
  const id = await mara.post()
  const publication = await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 2, asked: 2 })
  expect(publication.attempts).toBe(1)
  expect(new Set(host.paths('GET').slice(fetched)).size).toBe(2)
  expect((await mara.timeline(id)).map(({ code }) => code)).toContain('video_pull_failed')
})

/** The download begins and gives nothing; resolves when TikTok has asked for the file. */
function holdDownloads(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  host.misbehave(({ method }, response) => {
    if (method === 'HEAD') return undefined
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': '1000000' }).write('begun')
    resolve()
    return response
  })
  return promise
}

async function beginPull() {
  const asked = holdDownloads()
  const id = await mara.post()
  await publishNow(stage.ctx, (await mara.publication(id)).id)
  await asked
  return { id, publication: await mara.publication(id) }
}

test('a download that still runs can be called off: cancelled once TikTok says so, and not before', async () => {
  const before = counts()
  stage.simulator.faults.add({ endpoint: 'webhook', openId: mara.openId, isDropped: true })
  const { id, publication } = await beginPull()
  expect(publication).toMatchObject({ status: 'processing', source: 'url', progress: { sentBytes: 0 } })
  expect(await act(publication, 'cancel')).toMatchObject({ status: 200, body: { status: 'processing' } })
  const cancelled = await mara.until(id, 'cancelled')
  expect(cancelled).toMatchObject({ failure: null, nextStepAt: null })
  expect(cancelled.finishedAt).not.toBeNull()
  const { rows } = await stage.ctx.pool.query('select 1 from room_reservations where member = $1', [cancelled.id])
  expect(rows).toEqual([])
  stage.clock.advance(DAY_MS)
  await stage.drain()
  expect(since(before)).toEqual({ posts: 0, inits: 1, asked: 1 })
})

test('a whole post is called off, and TikTok says so by webhook', async () => {
  const { id } = await beginPull()
  expect((await stage.ada.send('POST', `/api/v1/posts/${id}/cancel`)).status).toBe(200)
  await stage.drain()
  expect(await stage.ada.post(id)).toMatchObject({ status: 'cancelled' })
})

test('a call-off that TikTok does not answer changes nothing here until TikTok says what came of it', async () => {
  const { id, publication } = await beginPull()
  stage.simulator.faults.add({ endpoint: 'cancel', openId: mara.openId, times: 1, cut: 'after' })
  expect(await act(publication, 'cancel')).toMatchObject({ status: 502, body: { code: 'tiktok_unreachable' } })
  expect((await mara.publication(id)).status).toBe('processing')
  await mara.until(id, 'cancelled')
})

test('a download that is through cannot be called off', async () => {
  const id = await mara.post()
  const publication = await mara.until(id, 'processing')
  await stage.drain()
  expect(await act(publication, 'cancel')).toMatchObject({ status: 409, body: { code: 'conflict' } })
  await mara.until(id, 'published')
})

test('a download that TikTok drops after its hour is tried again; until then it is taken for granted', async () => {
  const before = counts()
  const { id, publication } = await beginPull()
  await trackNow(stage.ctx, publication.id)
  stage.clock.advance(59 * MINUTE_MS)
  await trackNow(stage.ctx, publication.id)
  expect(await mara.publication(id)).toMatchObject({ status: 'processing', progress: { sentBytes: 5 } })
  host.misbehave(null)
  stage.clock.advance(2 * MINUTE_MS)
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 2, asked: 2 })
})

test('a worker that dies while its init is out leaves it unconfirmed, whether TikTok has it or not', async () => {
  for (const cut of ['before', 'after'] as const) {
    const before = counts()
    stage.simulator.faults.add({ endpoint: 'video_init', openId: mara.openId, times: 1, cut, run: () => crashAt(1) })
    const id = await mara.post(HIDDEN)
    const { id: publicationId } = await mara.publication(id)
    await expect(publishNow(stage.ctx, publicationId)).rejects.toThrow('the process was killed')
    await live()
    stage.clock.advance(MINUTE_MS)
    await stage.drain()
    const lost = await mara.publication(id)
    expect(lost).toMatchObject({ status: 'unconfirmed', failure: { code: 'init_unanswered' } })
    stage.clock.advance(4 * DAY_MS)
    await stage.drain()
    const posts = cut === 'after' ? 1 : 0
    expect({ cut, ...since(before) }).toEqual({ cut, posts, inits: posts, asked: 1 })
  }
})

test('an answer that cannot be saved at first is not forgotten', async () => {
  const before = counts()
  stage.simulator.faults.add({ endpoint: 'video_init', openId: mara.openId, times: 1, run: () => crashAt(1, 2) })
  const id = await mara.post()
  await publishNow(stage.ctx, (await mara.publication(id)).id)
  await live()
  expect(stage.logLines.filter((line) => line.includes('an init could not be saved'))).toHaveLength(2)
  await mara.until(id, 'published')
  expect(since(before)).toEqual({ posts: 1, inits: 1, asked: 1 })
})

test('wherever the worker dies between two writes, at most one post comes of it and nothing is lost', async () => {
  let write = 1
  for (let died = true; died; write++) {
    const before = counts()
    const id = await mara.post()
    const { id: publicationId } = await mara.publication(id)
    await crashAt(write)
    died = await publishNow(stage.ctx, publicationId).then(
      () => false,
      () => true,
    )
    await live()
    stage.clock.advance(2 * MINUTE_MS)
    await stage.runUntil(async () => /published|unconfirmed/.test((await mara.publication(id)).status))
    await stage.drain()
    const { status } = await mara.publication(id)
    const { posts, asked } = since(before)
    expect({ write, status, posts, asked }).toEqual({ write, status, posts: 1, asked: 1 })
    stage.clock.advance(2 * MINUTE_MS)
  }
  expect(write).toBeGreaterThan(8)
})

test('no signed URL stands in a log, a row, a job or an answer', async () => {
  const tokens = host.paths('GET').map((path) => path.split('/')[3]?.split('.')[2] ?? '')
  expect(tokens.length).toBeGreaterThan(10)
  const { rows } = await stage.ctx.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  const tables = await Promise.all(
    rows.map(({ name }) => stage.ctx.pool.query<{ row: string }>(`select each::text as row from ${name} as each`)),
  )
  const places = {
    log: stage.logLines.join('\n'),
    database: tables.flatMap((table) => table.rows.map(({ row }) => row)).join('\n'),
    answers: stage.ada.answers.join('\n'),
  }
  for (const [place, text] of Object.entries(places)) {
    expect(text.includes(mara.account.id), `${place} is searched`).toBe(true)
    expect({ place, leaked: tokens.filter((token) => text.includes(token)) }).toEqual({ place, leaked: [] })
  }
})
