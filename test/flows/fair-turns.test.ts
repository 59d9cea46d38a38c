import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { publishPost } from '#server/posts/publish-post.ts'
import { startSteps } from '#server/posts/step-runner.ts'
import { takeDue } from '#server/posts/take-due.ts'
import { directTarget, videoPost } from '../person.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let stage: Stage
let mara: Actor
let oak: Actor
let lena: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
  oak = await stage.actor('oakandiron')
  lena = await stage.actor('lena.climbs')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(async () => {
  stage.simulator.faults.clear()
  stage.clock.advance(25 * HOUR_MS)
  await stage.drain()
})

const inMs = (ms: number) => new Date(stage.clock.now().getTime() + ms).toISOString()
const publishAt = (ms: number) => ({ publishAt: inMs(ms) })

/** Takes up to `limit` due publications as one worker would, and gives the accounts they are for. */
async function take(limit: number, crowded: string[] = []) {
  const works = await takeDue(stage.ctx, { limit, crowded })
  return { works, accounts: works.map(({ account }) => account.username) }
}

async function publishAll({ works }: Awaited<ReturnType<typeof take>>) {
  for (const work of works) await publishPost(stage.ctx, work, { signal: new AbortController().signal })
}

test('of one account the publication that is due longest goes first, and the next one after it has its upload', async () => {
  const late = await mara.post({}, publishAt(2 * MINUTE_MS))
  const early = await mara.post({}, publishAt(MINUTE_MS))
  stage.clock.advance(HOUR_MS)
  const first = await take(10)
  expect(first.works.map(({ post }) => post.id)).toEqual([early])
  expect((await take(10)).works).toEqual([])
  await publishAll(first)
  const second = await take(10)
  expect(second.works.map(({ post }) => post.id)).toEqual([late])
  await publishAll(second)
})

test('different accounts go side by side, however many one of them has', async () => {
  for (let count = 0; count < 12; count++) await mara.post({}, publishAt(MINUTE_MS))
  await oak.post({}, publishAt(2 * MINUTE_MS))
  await lena.post({}, publishAt(3 * MINUTE_MS))
  stage.clock.advance(HOUR_MS)
  const taken = await take(3)
  expect(taken.accounts).toEqual(['mara.bakes', 'oakandiron', 'lena.climbs'])
  await publishAll(taken)
})

test('a workspace with much to do does not delay another one', async () => {
  const names = ['tinytrains', 'nightkitchen', 'pixelgarden', 'northsea.surf', 'studio_ines', 'yuki_ink']
  const crowd = await Promise.all(names.map((name) => stage.actor(name)))
  for (const actor of crowd) for (let count = 0; count < 3; count++) await actor.post({}, publishAt(MINUTE_MS))
  const bea = await stage.signUp('Bea')
  const account = await bea.connect('kofi.builds')
  const media = await bea.upload(await videoFile())
  await bea.createPost(videoPost(media, [directTarget(account)], publishAt(2 * MINUTE_MS)))
  stage.clock.advance(HOUR_MS)

  const first = await take(2)
  expect(first.accounts).toHaveLength(2)
  expect(first.accounts).toContain('kofi.builds')
  await publishAll(first)
  await stage.drain()
})

test('a workspace that fills this worker leaves its last slots to the others', async () => {
  await mara.post()
  const { rows } = await stage.ctx.pool.query<{ id: string }>('select workspace_id as id from accounts where id = $1', [
    mara.account.id,
  ])
  expect((await take(10, [String(rows[0]?.id)])).works).toEqual([])
  const taken = await take(10)
  expect(taken.accounts).toEqual(['mara.bakes'])
  await publishAll(taken)
})

test('a worker that dies leaves its account to another one when its lease has run out', async () => {
  const before = mara.posts().length
  const id = await mara.post()
  expect((await take(1)).works).toHaveLength(1)
  expect((await take(1)).works).toEqual([])
  stage.clock.advance(15_000)
  await mara.until(id, 'published', MINUTE_MS)
  expect(mara.posts()).toHaveLength(before + 1)
})

test('two workers that look at the same moment take different publications, and no account twice', async () => {
  const ids: string[] = []
  for (const actor of [mara, oak, lena]) for (let count = 0; count < 2; count++) ids.push(await actor.post())
  const rounds = await Promise.all([take(2), take(2), take(2)])
  const accounts = rounds.flatMap((round) => round.accounts)
  expect(new Set(accounts).size).toBe(accounts.length)
  await Promise.all(rounds.map(publishAll))
  await stage.drain()
  const posts = () => Promise.all(ids.map((id) => stage.ada.post(id)))
  await stage.runUntil(async () => (await posts()).every(({ status }) => status === 'published'))
})

test('a running worker finds what becomes due, and ends what it has before it stops', async () => {
  const ids = await Promise.all([mara, oak, lena].flatMap((actor) => [actor.post(), actor.post()]))
  await using steps = startSteps(stage.ctx)
  expect(steps).toBeDefined()
  await expect
    .poll(async () => (await Promise.all(ids.map((id) => stage.ada.post(id)))).map(({ status }) => status), {
      timeout: 20_000,
      interval: 50,
    })
    .toEqual(ids.map(() => 'publishing'))
})
