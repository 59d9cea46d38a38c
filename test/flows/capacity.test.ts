import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Capacity } from '#shared/api/capacity.ts'
import { listOf } from '#shared/api/lists.ts'
import { Post } from '#shared/api/posts.ts'
import { Problem } from '#shared/api/problem.ts'
import { directTarget, videoPost } from '../person.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const CAP = 3

let stage: Stage

beforeAll(async () => {
  // Days go by here: a token that lasts spares the refreshes in between.
  const timing = { accessTokenLifetimeS: 90 * 24 * 60 * 60 }
  stage = await startStage({ env: { TIKTOK_DAILY_POSTS: String(CAP) }, timing })
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(async () => {
  stage.simulator.faults.clear()
  for (const id of await scheduledIds()) await stage.ada.send('POST', `/api/v1/posts/${id}/cancel`)
  stage.clock.advance(49 * HOUR_MS)
})

/** What a test only planned does not have to be published by the next one. */
async function scheduledIds(): Promise<string[]> {
  const { items } = await stage.ada.call(listOf(Post), 'GET', '/api/v1/posts?status=scheduled&limit=100')
  return items.map(({ id }) => id)
}

const inMs = (ms: number) => new Date(stage.clock.now().getTime() + ms).toISOString()
const later = (time: string | null, ms: number) => new Date(new Date(time ?? 0).getTime() + ms).toISOString()
const draft = { mode: 'draft', privacyLevel: undefined }

async function bodyFor(actors: Actor[], more: Record<string, unknown>) {
  return videoPost(
    await stage.video(),
    actors.map(({ account }) => directTarget(account)),
    more,
  )
}

async function refused(path: string, body: unknown, method: 'POST' | 'PATCH' = 'POST') {
  const reply = await stage.ada.send(method, path, body)
  expect(reply.status).toBe(409)
  return Problem.parse(reply.body)
}

async function capacityOf(actor: Actor, query: Record<string, string> = {}) {
  const search = new URLSearchParams({ ...query, accountId: actor.account.id })
  const { items } = await stage.ada.call(Capacity, 'GET', `/api/v1/capacity?${search}`)
  const [item] = items
  if (!item) throw new Error('No capacity.')
  return item
}

test('what does not fit is refused with the account, what is booked, the cap and the first free time', async () => {
  const mara = await stage.actor('mara.bakes')
  const oak = await stage.actor('oakandiron')
  const noon = inMs(HOUR_MS)
  for (let count = 0; count < CAP; count++) await mara.post({}, { publishAt: noon })

  const problem = await refused('/api/v1/posts', await bodyFor([oak, mara], { publishAt: noon }))
  const firstFreeAt = later(noon, DAY_MS)
  expect(problem).toMatchObject({
    code: 'no_room',
    errors: [
      {
        path: 'targets.1.publishAt',
        message: expect.stringMatching(`Mara Bakes has 3 .* takes 3\\. .* ${firstFreeAt}`),
      },
    ],
    full: [{ accountId: mara.account.id, booked: 3, cap: 3, firstFreeAt, mode: 'direct', path: 'targets.1.publishAt' }],
  })
  expect((await capacityOf(oak)).booked).toBe(0)

  const id = await mara.post({}, { publishAt: undefined, consent: undefined })
  expect(await refused(`/api/v1/posts/${id}/publish`, { consent: { musicUsage: true } })).toMatchObject({
    errors: [{ path: 'publishAt' }],
    full: [{ firstFreeAt }],
  })
  expect(
    await refused(`/api/v1/posts/${id}`, { publishAt: noon, consent: { musicUsage: true } }, 'PATCH'),
  ).toMatchObject({ full: [{ firstFreeAt }] })
  expect(await mara.publication(id)).toMatchObject({ status: 'draft', publishAt: null })
})

test('with onFull "next" it moves to the first free time, which is shown, said in the timeline and kept', async () => {
  const lena = await stage.actor('lena.climbs')
  const noon = inMs(HOUR_MS)
  const ids: string[] = []
  for (let count = 0; count < CAP + 2; count++) ids.push(await lena.post({}, { publishAt: noon, onFull: 'next' }))
  const times = await Promise.all(ids.map(async (id) => (await lena.publication(id)).publishAt))
  const moved = later(noon, DAY_MS)
  expect(times).toEqual([noon, noon, noon, moved, moved])
  const last = ids.at(-1) ?? ''
  expect(await stage.ada.post(last)).toMatchObject({ publishAt: moved, status: 'scheduled' })
  expect(await lena.timeline(last)).toContainEqual({ kind: 'scheduled', code: 'daily_posts_cap' })

  await stage.runUntil(async () => (await lena.publication(last)).status === 'published', 26 * HOUR_MS)
  expect(lena.posts()).toHaveLength(ids.length)
  expect(lena.inits()).toHaveLength(ids.length)
  // Not one was sent to find out.
  expect(lena.calls('creator_info').filter(({ code }) => code !== 'ok')).toHaveLength(0)
})

test('a place that is given back or taken at another time is free for others', async () => {
  const trains = await stage.actor('tinytrains')
  const noon = inMs(HOUR_MS)
  const ids: string[] = []
  for (let count = 0; count < CAP; count++) ids.push(await trains.post({}, { publishAt: noon }))
  const [first, second] = ids
  await stage.ada.call(Post, 'POST', `/api/v1/posts/${first}/cancel`)
  await trains.post({}, { publishAt: noon })
  // Its own place is not in its way.
  await stage.ada.call(Post, 'POST', `/api/v1/posts/${second}/schedule`, { publishAt: later(noon, MINUTE_MS) })
  await stage.ada.call(Post, 'PATCH', `/api/v1/posts/${second}`, { publishAt: later(noon, 40 * HOUR_MS) })
  await trains.post({}, { publishAt: later(noon, HOUR_MS) })
  const item = await capacityOf(trains, { from: noon, to: later(noon, DAY_MS) })
  expect(item).toMatchObject({ booked: 3, used: 0, cap: CAP, firstFreeAt: later(noon, DAY_MS) })
})

test('of two requests for the last place exactly one gets it', async () => {
  const sol = await stage.actor('sol.y.salsa')
  const kofi = await stage.actor('kofi.builds')
  const noon = inMs(HOUR_MS)
  for (let count = 0; count < CAP - 1; count++)
    await stage.ada.createPost(await bodyFor([sol, kofi], { publishAt: noon }))
  const bodies = await Promise.all([
    bodyFor([sol, kofi], { publishAt: noon }),
    bodyFor([kofi, sol], { publishAt: noon }),
  ])
  const replies = await Promise.all(
    [...bodies, ...bodies, ...bodies].map((body) => stage.ada.send('POST', '/api/v1/posts', body)),
  )
  const statuses = replies.map(({ status }) => status)
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409])
  expect([(await capacityOf(sol)).booked, (await capacityOf(kofi)).booked]).toEqual([CAP, CAP])

  const moving = await Promise.all(
    bodies.flatMap((body) => [body, body]).map((body) => stage.ada.createPost({ ...body, onFull: 'next' })),
  )
  const times = moving.map(({ publications }) => publications.map(({ publishAt }) => publishAt).join())
  const [next, afterNext] = [later(noon, DAY_MS), later(noon, 2 * DAY_MS)]
  expect(times.toSorted()).toEqual([...Array.from({ length: 3 }, () => `${next},${next}`), `${afterNext},${afterNext}`])
})

test('drafts have a cap of their own', async () => {
  const ines = await stage.actor('studio_ines')
  for (let count = 0; count < 5; count++) await ines.post(draft)
  const now = stage.clock.now().toISOString()
  expect(await capacityOf(ines)).toMatchObject({
    booked: 0,
    firstFreeAt: now,
    drafts: { booked: 5, used: 0, cap: 5, firstFreeAt: later(now, DAY_MS) },
  })
  const body = videoPost(await stage.video(), [directTarget(ines.account, draft)])
  expect(await refused('/api/v1/posts', body)).toMatchObject({ full: [{ mode: 'draft', booked: 5, cap: 5 }] })
  const { publications } = await stage.ada.createPost({ ...body, onFull: 'next' })
  expect(publications[0]).toMatchObject({ publishAt: later(now, DAY_MS), status: 'scheduled' })
  await stage.runUntil(async () => (await capacityOf(ines)).drafts.used === 5)
  expect((await capacityOf(ines)).drafts.booked).toBe(5)
})

test('what another workspace has posted counts, what it plans stays its own', async () => {
  const nora = await stage.signUp('Nora')
  const account = await nora.connect('pixelgarden')
  const pixel = await stage.actor('pixelgarden')
  const media = await nora.upload(await videoFile())
  const noras = (more: Record<string, unknown>) => nora.createPost(videoPost(media, [directTarget(account)], more))
  await noras({})
  await noras({ publishAt: inMs(HOUR_MS) })
  await stage.drain()
  expect(await capacityOf(pixel)).toMatchObject({ booked: 1, used: 1, cap: CAP })
  expect((await nora.send('GET', `/api/v1/capacity?accountId=${pixel.account.id}`)).status).toBe(404)

  // Both planned in good faith: whoever comes last waits, and nothing is lost.
  const ids = [await pixel.post({}, { publishAt: inMs(HOUR_MS) }), await pixel.post({}, { publishAt: inMs(HOUR_MS) })]
  await stage.runUntil(async () => pixel.posts().length === CAP, 2 * HOUR_MS)
  await stage.runUntil(async () => pixel.posts().length === CAP + 1, DAY_MS)
  for (const id of ids) expect((await pixel.until(id, 'published')).failure).toBeNull()
})

const refusals = [
  {
    username: 'nightkitchen',
    says: 'the init',
    fault: { endpoint: 'video_init', status: 403, code: 'spam_risk_too_many_posts' },
  },
  {
    username: 'northsea.surf',
    says: 'creator info',
    fault: { endpoint: 'creator_info', status: 200, code: 'spam_risk_too_many_posts' },
  },
  {
    username: 'yuki_ink',
    says: 'the reason of a failed post',
    fault: { endpoint: 'processing', failReason: 'spam_risk_too_many_posts' },
  },
] as const

for (const { username, says, fault } of refusals)
  test(`when ${says} tells of fewer posts a day, that is the cap from then on, and the post waits for the next place`, async () => {
    const actor = await stage.actor(username)
    const first = await actor.post()
    const { startedAt } = await actor.until(first, 'published')
    stage.clock.advance(HOUR_MS)
    await actor.until(await actor.post(), 'published')
    stage.simulator.faults.add({ openId: actor.openId, times: 1, ...fault })
    const third = await actor.post()
    const freeAt = later(startedAt, DAY_MS)
    const waiting = await actor.until(third, 'scheduled')
    expect(waiting).toMatchObject({ nextStepAt: freeAt, failure: { code: 'spam_risk_too_many_posts' }, attempts: 1 })

    const learned = { since: expect.any(String), until: expect.any(String) }
    expect(await capacityOf(actor)).toMatchObject({ cap: 2, configuredCap: CAP, used: 2, booked: 1, learned })
    const account = (await stage.ada.accounts()).find(({ id }) => id === actor.account.id)
    expect(account?.postsToday).toEqual({ used: 2, cap: 2, learned })
    expect(await refused('/api/v1/posts', await bodyFor([actor], {}))).toMatchObject({ full: [{ booked: 2, cap: 2 }] })

    const { finishedAt } = await actor.until(third, 'published', 26 * HOUR_MS)
    expect(new Date(finishedAt ?? 0) >= new Date(freeAt)).toBe(true)
    expect(actor.posts()).toHaveLength(3)
    stage.clock.advance(DAY_MS)
    expect(await capacityOf(actor)).toMatchObject({ cap: CAP, learned: null })
  })

test('a refusal with nothing of ours in the window teaches nothing: it is asked again in an hour', async () => {
  const vera = await stage.actor('velo.vera')
  stage.simulator.changeCreator(vera.username, { hasPostedTooMuch: true })
  const id = await vera.post()
  await stage.drain()
  const now = stage.clock.now().toISOString()
  expect(await vera.publication(id)).toMatchObject({ status: 'scheduled', nextStepAt: later(now, HOUR_MS) })
  expect(await capacityOf(vera)).toMatchObject({ cap: CAP, learned: null })
  stage.simulator.changeCreator(vera.username, { hasPostedTooMuch: false })
  await vera.until(id, 'published')
  expect(vera.posts()).toHaveLength(1)
})

test("when the app's posting accounts are used up, one that posted today goes on, another waits until one has left", async () => {
  const amir = await stage.actor('amir.paints')
  const { startedAt } = await amir.until(await amir.post(), 'published')
  const lotte = await stage.actor('lotte.knits')
  stage.clock.advance(23.5 * HOUR_MS)
  stage.simulator.faults.add({
    endpoint: 'creator_info',
    openId: lotte.openId,
    times: 1,
    status: 200,
    code: 'reached_active_user_cap',
  })
  const id = await lotte.post()
  const waiting = await lotte.until(id, 'scheduled')
  expect(waiting).toMatchObject({ nextStepAt: later(startedAt, DAY_MS), failure: { code: 'reached_active_user_cap' } })
  await amir.until(await amir.post(), 'published')
  expect(lotte.posts()).toHaveLength(0)
  await lotte.until(id, 'published')
})

test('a cap that is learned in the middle of a batch stretches it, in the order of its times and each once', async () => {
  const hana = await stage.actor('hana.hikes')
  const ids: string[] = []
  for (let count = 0; count < 2 * CAP; count++)
    ids.push(await hana.post({ caption: `part ${count}` }, { publishAt: inMs(count * MINUTE_MS), onFull: 'next' }))
  await hana.until(ids[0] ?? '', 'published')
  stage.simulator.faults.add({
    endpoint: 'creator_info',
    openId: hana.openId,
    times: 1,
    status: 200,
    code: 'spam_risk_too_many_posts',
  })
  await stage.runUntil(async () => hana.posts().length === ids.length, 7 * DAY_MS)
  expect(hana.inits()).toHaveLength(ids.length)
  const published = await Promise.all(ids.map((id) => hana.publication(id)))
  expect(published.every(({ status }) => status === 'published')).toBe(true)
  const times = published.map(({ finishedAt }) => finishedAt ?? '')
  expect(times).toEqual(times.toSorted())
})

test('GET /capacity pages through all accounts, and refuses a range that ends before it begins', async () => {
  const all = await stage.ada.call(Capacity, 'GET', '/api/v1/capacity')
  expect(all.items).toHaveLength((await stage.ada.accounts()).length)
  expect(all).toMatchObject({ app: null, nextCursor: null })
  const first = await stage.ada.call(Capacity, 'GET', '/api/v1/capacity?limit=2')
  const second = await stage.ada.call(Capacity, 'GET', `/api/v1/capacity?limit=2&cursor=${first.nextCursor}`)
  expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 4))
  const backwards = new URLSearchParams({ from: inMs(HOUR_MS), to: inMs(0) })
  expect((await stage.ada.send('GET', `/api/v1/capacity?${backwards}`)).body).toMatchObject({
    code: 'invalid_input',
    errors: [{ path: 'to' }],
  })
})
