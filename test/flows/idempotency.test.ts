import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createApi } from '#server/api/app.ts'
import { Post } from '#shared/api/posts.ts'
import { Problem } from '#shared/api/problem.ts'
import { createHttpClient, type Reply } from '../http-client.ts'
import { Life } from '../model/life.ts'
import { mortalContext } from '../model/mortal-context.ts'
import { directTarget, type Person, videoPost } from '../person.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let stage: Stage
let mara: Actor
let apiKey: string

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
  apiKey = (await stage.ada.call(z.object({ key: z.string() }), 'POST', '/api/v1/api-keys', { name: 'script' })).key
})
afterAll(() => stage[Symbol.asyncDispose]())

/** A post that is published at once, told from others by its caption. */
async function postOf(caption: string) {
  return videoPost(await stage.video(), [directTarget(mara.account)], { caption })
}

const ask = (body: unknown, key: string, sender: Pick<Person, 'send'> = stage.ada) =>
  sender.send('POST', '/api/v1/posts', body, { 'idempotency-key': key })

const idOf = ({ body }: Reply) => Post.parse(body).id
const codeOf = ({ status, body }: Reply) => [status, Problem.parse(body).code]

async function countOf(caption: string): Promise<number> {
  return (await stage.ctx.pool.query('select 1 from posts where caption = $1', [caption])).rows.length
}

/** Has the process died? It takes the post in, and dies when its statement number `point` is done. */
async function dieAfter(point: number, body: object, key: string): Promise<boolean> {
  const life = new Life({
    halt: { point, side: 'after', dies: true },
    mayHalt: async () => false,
    holdCall: () => {
      throw new Error('TikTok is not asked.')
    },
  })
  const api = await createApi(mortalContext(stage.ctx, stage.ctx.tiktok, life))
  const headers = { authorization: `Bearer ${apiKey}`, 'idempotency-key': key }
  await api.inject({ method: 'POST', url: '/api/v1/posts', headers, payload: body })
  await api.close()
  return life.isDead
}

/** Until the end of the scope, the database refuses to write how a request with a key has ended. */
async function breakAnswers(on: 'update' | 'update or delete') {
  await stage.ctx.pool.query(`
    create function break_answer() returns trigger language plpgsql as $$
    begin raise exception 'the answer is lost'; end $$;
    create trigger break_answer before ${on} on idempotency_keys for each row execute function break_answer();
  `)
  return {
    async [Symbol.asyncDispose]() {
      await stage.ctx.pool.query('drop function break_answer cascade')
    },
  }
}

test('an answer that fails after the post was saved costs nothing: the repeat, by session or API key, gets that post', async () => {
  const body = await postOf('answer lost')
  {
    await using _broken = await breakAnswers('update')
    expect(codeOf(await ask(body, 'answer-lost'))).toEqual([500, 'internal'])
  }
  const repeat = await ask(body, 'answer-lost', createHttpClient(stage.url, apiKey))
  expect(repeat.status).toBe(201)
  expect(repeat.body).toEqual(await stage.ada.post(idOf(repeat)))
  expect(await ask(body, 'answer-lost')).toMatchObject({ status: 201, body: repeat.body })
  await mara.until(idOf(repeat), 'published')
  expect(mara.posts().filter(({ caption }) => caption === 'answer lost')).toHaveLength(1)
})

test('a key whose post was saved is refused to another request, whatever became of the answer', async () => {
  const body = await postOf('first request')
  {
    await using _broken = await breakAnswers('update')
    await ask(body, 'two-requests')
  }
  expect(codeOf(await ask({ ...body, caption: 'second request' }, 'two-requests'))).toEqual([
    409,
    'idempotency_conflict',
  ])
  expect(await countOf('second request')).toBe(0)
  expect((await ask(body, 'two-requests')).status).toBe(201)
  expect(await countOf('first request')).toBe(1)
})

test('a repeat that overtakes its first request, which was slow and not dead, gets the same post', async () => {
  const body = await postOf('slow')
  const slow = await stage.ctx.pool.connect()
  await slow.query('begin; lock table posts in share mode')
  const waits = async (count: number) => {
    const blocked = `select 1 from pg_locks join pg_stat_activity using (pid)
                     where not granted and datname = current_database()`
    while ((await stage.ctx.pool.query(blocked)).rows.length < count);
  }
  const first = ask(body, 'slow')
  await waits(1)
  stage.clock.advance(MINUTE_MS + 1)
  const second = ask(body, 'slow')
  await waits(2)
  await slow.query('commit')
  slow.release()
  expect(idOf(await second)).toBe(idOf(await first))
  expect(await countOf('slow')).toBe(1)
  expect(idOf(await ask(body, 'slow'))).toBe(idOf(await first))
})

test('the same key in another workspace makes a post of its own', async () => {
  const eve = await stage.signUp('Eve')
  const account = await eve.connect('northsea.surf')
  const media = await eve.upload(await videoFile())
  const own = await ask(videoPost(media, [directTarget(account)]), 'same-words', eve)
  const others = await ask(await postOf('same words'), 'same-words')
  expect([own.status, others.status]).toEqual([201, 201])
  expect(idOf(own)).not.toBe(idOf(others))
})

test('after a day a key is free again, and the post that had it stays', async () => {
  const body = await postOf('day after day')
  const first = await ask(body, 'day-after-day')
  stage.clock.advance(DAY_MS)
  expect(idOf(await ask(body, 'day-after-day'))).toBe(idOf(first))
  stage.clock.advance(1)
  const next = await ask(body, 'day-after-day')
  expect(next.status).toBe(201)
  expect(idOf(next)).not.toBe(idOf(first))
  expect(idOf(await ask(body, 'day-after-day'))).toBe(idOf(next))
  expect(await countOf('day after day')).toBe(2)
})

test('what is not saved with its key is not done again, however long its request has not ended', async () => {
  const invite = () => stage.ada.send('POST', '/api/v1/connect-links', {}, { 'idempotency-key': 'unfinished' })
  {
    await using _broken = await breakAnswers('update or delete')
    expect((await invite()).status).toBe(500)
  }
  stage.clock.advance(DAY_MS / 2)
  expect(codeOf(await invite())).toEqual([409, 'idempotency_conflict'])
})

test('wherever the process dies, a repeat finds the post or makes it, within a little more than a minute', {
  timeout: 60_000,
}, async () => {
  const met = new Set<string>()
  for (let point = 0, hasDied = true; hasDied; point++) {
    const caption = `dies after ${point}`
    const body = await postOf(caption)
    hasDied = await dieAfter(point, body, caption)
    const isSaved = (await countOf(caption)) === 1
    const atOnce = await ask(body, caption)
    stage.clock.advance(MINUTE_MS + 1)
    const later = await ask(body, caption)
    expect({ point, status: later.status, posts: await countOf(caption) }).toEqual({ point, status: 201, posts: 1 })
    if (atOnce.status === 201) expect(idOf(later)).toBe(idOf(atOnce))
    else expect(codeOf(atOnce)).toEqual([409, 'idempotency_conflict'])
    met.add(`${isSaved ? 'saved' : 'not saved'}, ${atOnce.status}`)
  }
  expect(met).toEqual(new Set(['not saved, 201', 'not saved, 409', 'saved, 409', 'saved, 201']))
})
