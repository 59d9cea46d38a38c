import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const inFuture = (ms: number) => new Date(stage.clock.now().getTime() + ms).toISOString()

async function allowLate(publishLateMaxMinutes: number): Promise<void> {
  expect(await stage.ada.send('PATCH', '/api/v1/workspace', { publishLateMaxMinutes })).toMatchObject({ status: 200 })
}

/** The worker is down for so long, and then comes back. */
async function standStill(ms: number): Promise<void> {
  stage.clock.advance(ms)
  await stage.drain()
}

const captions = (actor: Actor) => actor.posts().map(({ caption }) => caption)

test('what became due while the worker was down goes out oldest first, and what is later than 12 hours waits', async () => {
  const mara = await stage.actor('mara.bakes')
  const due = [30, 1, 300, 90]
  for (const minutes of due) {
    await mara.post({}, { caption: `due after ${minutes}`, publishAt: inFuture(minutes * MINUTE_MS) })
  }
  const tooLate = await mara.post({}, { caption: 'too late', publishAt: inFuture(10_000) })
  await standStill(721 * MINUTE_MS + 10_000)
  await stage.runUntil(() => mara.posts().length === due.length)

  expect(captions(mara)).toEqual(['due after 1', 'due after 30', 'due after 90', 'due after 300'])
  const held = await mara.publication(tooLate)
  expect(held).toMatchObject({ status: 'held', startedAt: null, attempts: 0, nextStepAt: null })
  expect(held.failure).toMatchObject({
    code: 'too_late',
    detail: expect.stringMatching(
      /12 hours 1 minute ago, and this workspace publishes nothing that is more than 12 hours late\.$/,
    ),
    remedy: 'Let it go on to publish it now, choose another time, or cancel it.',
  })
  expect(await mara.timeline(tooLate)).toEqual([
    { kind: 'scheduled', code: null },
    { kind: 'held', code: 'too_late' },
  ])
})

test('what was held as too late is published once when a person lets it go on', async () => {
  const lena = await stage.actor('lena.climbs')
  const postId = await lena.post({}, { publishAt: inFuture(HOUR_MS) })
  await standStill(15 * HOUR_MS)
  const { id, status } = await lena.publication(postId)
  expect(status).toBe('held')
  expect(await stage.ada.send('POST', `/api/v1/publications/${id}/retry`)).toMatchObject({ status: 200 })
  await lena.until(postId, 'published')
  expect(lena.inits()).toHaveLength(1)
  expect(lena.posts()).toHaveLength(1)
})

test('what was held as too late may be given another time', async () => {
  const oak = await stage.actor('oakandiron')
  const postId = await oak.post({}, { publishAt: inFuture(HOUR_MS) })
  await standStill(15 * HOUR_MS)
  const publishAt = inFuture(5 * HOUR_MS)
  expect(await stage.ada.send('POST', `/api/v1/posts/${postId}/schedule`, { publishAt })).toMatchObject({ status: 200 })
  expect(await oak.publication(postId)).toMatchObject({
    status: 'scheduled',
    publishAt,
    nextStepAt: publishAt,
    failure: null,
  })
  await stage.drain()
  expect(oak.posts()).toHaveLength(0)
  await oak.until(postId, 'published')
  expect(stage.clock.now().getTime()).toBeGreaterThanOrEqual(new Date(publishAt).getTime())
  expect(oak.posts()).toHaveLength(1)
})

test("the workspace's own setting counts: nothing late, or a week", async () => {
  const tiny = await stage.actor('tinytrains')
  await allowLate(0)
  const strict = await tiny.post({}, { caption: 'strict', publishAt: inFuture(HOUR_MS) })
  await standStill(HOUR_MS + MINUTE_MS)
  expect(await tiny.publication(strict)).toMatchObject({ status: 'held', failure: { code: 'too_late' } })
  await allowLate(7 * 24 * 60)
  const patient = await tiny.post({}, { caption: 'patient', publishAt: inFuture(HOUR_MS) })
  await standStill(6 * 24 * HOUR_MS)
  await tiny.until(patient, 'published')
  await allowLate(720)
  expect(captions(tiny)).toEqual(['patient'])
})

test('waiting for a place at TikTok makes nothing too late: the time that was shown counts', async () => {
  const pixel = await stage.actor('pixelgarden')
  await allowLate(30)
  stage.simulator.faults.add({
    endpoint: 'video_init',
    openId: pixel.openId,
    times: 3,
    status: 403,
    code: 'spam_risk_too_many_posts',
  })
  const postId = await pixel.post()
  await pixel.until(postId, 'published')
  expect((await pixel.timeline(postId)).filter(({ kind }) => kind === 'waiting')).toHaveLength(3)
  expect(
    stage.clock.now().getTime() - new Date((await pixel.publication(postId)).publishAt ?? 0).getTime(),
  ).toBeGreaterThan(3 * HOUR_MS - MINUTE_MS)

  // With a post of ours in the window it would wait until that has left it.
  stage.clock.advance(25 * HOUR_MS)
  stage.simulator.faults.add({
    endpoint: 'video_init',
    openId: pixel.openId,
    times: 1,
    status: 403,
    code: 'spam_risk_too_many_posts',
  })
  const slept = await pixel.post()
  const { nextStepAt } = await pixel.until(slept, 'scheduled')
  if (!nextStepAt) throw new Error('It does not say when it goes on.')
  await standStill(new Date(nextStepAt).getTime() + 31 * MINUTE_MS - stage.clock.now().getTime())
  expect(await pixel.publication(slept)).toMatchObject({ status: 'held', failure: { code: 'too_late' } })
  await allowLate(720)
  expect(pixel.posts()).toHaveLength(1)
})

test('what waited for its account goes on after the reconnect, however late', async () => {
  const ines = await stage.actor('studio_ines')
  const postId = await ines.post({}, { publishAt: inFuture(HOUR_MS) })
  stage.simulator.revokeAuthorization(ines.openId)
  expect((await ines.until(postId, 'held')).failure).toMatchObject({ code: 'account_revoked' })
  await standStill(24 * HOUR_MS)
  await stage.ada.connect('studio_ines')
  await ines.until(postId, 'published')
  expect(ines.posts()).toHaveLength(1)
})
