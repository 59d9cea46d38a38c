import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

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

/** TikTok takes everything and then fails so, this many times. */
function failProcessing(failReason: string, times?: number) {
  stage.simulator.faults.add({
    endpoint: 'processing',
    openId: mara.openId,
    failReason,
    ...(times !== undefined && { times }),
  })
  return { posts: mara.posts().length, inits: mara.inits().length }
}

const isFinal = [
  'file_format_check_failed',
  'duration_check_failed',
  'frame_rate_check_failed',
  'picture_size_check_failed',
  'video_bitrate_check_failed',
  'spam_risk_text',
  'spam_risk',
  'publish_cancelled',
  'something_new',
]

for (const failReason of isFinal)
  test(`${failReason} is final, and says what to do`, async () => {
    const before = failProcessing(failReason)
    const id = await mara.post()
    const { failure } = await mara.until(id, 'failed')
    expect(failure).toMatchObject({ code: failReason, remedy: expect.stringMatching(/\w{4,}/) })
    await stage.drain()
    expect(mara.posts()).toHaveLength(before.posts)
    expect(mara.inits()).toHaveLength(before.inits + 1)
  })

test('an internal problem of TikTok that passes costs a second upload and makes one post', async () => {
  const before = failProcessing('internal', 1)
  const id = await mara.post()
  await mara.until(id, 'published')
  expect(mara.posts()).toHaveLength(before.posts + 1)
  expect(mara.inits()).toHaveLength(before.inits + 2)
})

test('an internal problem of TikTok that stays ends as failed after eight uploads, not in an endless loop', async () => {
  const before = failProcessing('internal')
  const id = await mara.post()
  const { failure, attempts } = await mara.until(id, 'failed', 3 * HOUR_MS)
  expect(failure).toMatchObject({ code: 'internal' })
  expect(attempts).toBe(4)
  expect(mara.posts()).toHaveLength(before.posts)
  expect(mara.inits()).toHaveLength(before.inits + 8)
})

test('too many posts of the day is waited out, with the time shown', async () => {
  const before = failProcessing('spam_risk_too_many_posts', 1)
  const id = await mara.post()
  const waiting = await mara.until(id, 'scheduled')
  expect(waiting.failure).toMatchObject({ code: 'spam_risk_too_many_posts' })
  expect(new Date(waiting.nextStepAt ?? 0).getTime()).toBeGreaterThan(stage.clock.now().getTime() + 30 * MINUTE_MS)
  await mara.until(id, 'published')
  expect(mara.posts()).toHaveLength(before.posts + 1)
})

test('a banned creator is held, and goes on by hand once the ban is lifted', async () => {
  const before = failProcessing('spam_risk_user_banned_from_posting', 1)
  const id = await mara.post()
  const held = await mara.until(id, 'held')
  expect(held.failure).toMatchObject({ code: 'spam_risk_user_banned_from_posting' })
  expect((await stage.ada.send('POST', `/api/v1/publications/${held.id}/retry`)).status).toBe(200)
  await mara.until(id, 'published')
  expect(mara.posts()).toHaveLength(before.posts + 1)
})

test('access removed while TikTok was working is held, and goes on after a reconnect', async () => {
  const oak = await stage.actor('oakandiron')
  const id = await oak.post()
  await oak.until(id, 'processing')
  stage.simulator.revokeAuthorization(oak.openId)
  const held = await oak.until(id, 'held')
  expect(held.failure).toMatchObject({ code: 'auth_removed' })
  expect((await stage.ada.accounts()).find(({ id: each }) => each === oak.account.id)?.status).toBe('revoked')
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('oakandiron')
  await oak.until(id, 'published')
  expect(oak.posts()).toHaveLength(1)
})

test('processing beyond half an hour is unconfirmed, is never sent again, and is published when TikTok says so', async () => {
  const stella = await stage.actor('stuck.stella')
  const id = await stella.post()
  const lost = await stella.until(id, 'unconfirmed')
  expect(lost.failure).toMatchObject({ code: 'processing_too_long' })
  expect((await stage.ada.send('POST', `/api/v1/publications/${lost.id}/retry`)).status).toBe(409)
  expect((await stage.ada.send('POST', `/api/v1/publications/${lost.id}/cancel`)).status).toBe(409)
  const [task] = stage.simulator.state.tasks.values().filter(({ openId }) => openId === stella.openId)
  if (!task) throw new Error('TikTok has no upload.')
  stage.simulator.state.tasks.put({ ...task, phase: 'complete', dueAtMs: null })
  await stella.until(id, 'published')
  expect(stella.inits()).toHaveLength(1)
})

test('what stays unconfirmed for three days is asked no more and waits for a person', async () => {
  const actor = await stage.actor('stuck.stella')
  const id = await actor.post()
  await actor.until(id, 'unconfirmed')
  stage.clock.advance(72 * HOUR_MS)
  await stage.drain()
  const lost = await actor.publication(id)
  expect(lost).toMatchObject({ status: 'unconfirmed', nextStepAt: null })
  const reply = await stage.ada.send('POST', `/api/v1/publications/${lost.id}/resolve`, { outcome: 'published' })
  expect(reply).toMatchObject({ status: 200, body: { status: 'published', failure: null } })
  const again = await stage.ada.send('POST', `/api/v1/publications/${lost.id}/resolve`, { outcome: 'failed' })
  expect(again.status).toBe(409)
})

test('what a person resolved as failed can be sent again, by hand only', async () => {
  const actor = await stage.actor('stuck.stella')
  const inits = actor.inits().length
  const id = await actor.post()
  const lost = await actor.until(id, 'unconfirmed')
  await stage.ada.send('POST', `/api/v1/publications/${lost.id}/resolve`, { outcome: 'failed' })
  await stage.drain()
  expect(await actor.publication(id)).toMatchObject({ status: 'failed', nextStepAt: null })
  expect(actor.inits()).toHaveLength(inits + 1)
  stage.simulator.changeCreator('stuck.stella', { isStuck: false })
  await stage.ada.send('POST', `/api/v1/publications/${lost.id}/retry`)
  await actor.until(id, 'published')
  expect(actor.inits()).toHaveLength(inits + 2)
})
