import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { dropWebhooks } from '../play.ts'
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

const isFinal: [string, RegExp][] = [
  ['file_format_check_failed', /MP4/],
  ['duration_check_failed', /too short or too long/],
  ['frame_rate_check_failed', /between 23 and 60/],
  ['picture_size_check_failed', /360 to 4096/],
  ['spam_risk_text', /Change the caption/],
  ['spam_risk', /risky/],
  ['publish_cancelled', /cancelled/],
  // Not documented, but seen.
  ['video_bitrate_check_failed', /bit rate/],
  ['file_format', /MP4/],
  ['duration', /too short or too long/],
  ['frame_rate', /between 23 and 60/],
  ['picture_size', /360 to 4096/],
  ['something_new', /something_new/],
]

const passes = ['internal', 'video_pull_failed', 'photo_pull_failed']

async function expectFinal(failReason: string, remedy: RegExp) {
  const before = failProcessing(failReason)
  const id = await mara.post()
  const { failure } = await mara.until(id, 'failed')
  expect(failure).toMatchObject({ code: failReason, remedy: expect.stringMatching(remedy) })
  stage.clock.advance(2 * HOUR_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('failed')
  expect(mara.posts()).toHaveLength(before.posts)
  expect(mara.inits()).toHaveLength(before.inits + 1)
}

test.each(isFinal)('%s is final, and says what to do', async (failReason, remedy) => {
  dropWebhooks(stage, mara)
  await expectFinal(failReason, remedy)
})

test.each(isFinal.filter((_, index) => index % 6 === 0))(
  '%s that only a webhook tells is final, too',
  async (...row) => {
    stage.simulator.faults.add({ endpoint: 'status', openId: mara.openId, status: 503 })
    await expectFinal(...row)
  },
)

test('a failure without any reason is final, and says that there was none', async () => {
  dropWebhooks(stage, mara)
  const before = failProcessing('internal')
  stage.simulator.faults.add({
    endpoint: 'status',
    openId: mara.openId,
    rewrite: [{ pattern: '"fail_reason":"internal",', to: '' }],
  })
  const id = await mara.post()
  expect((await mara.until(id, 'failed')).failure).toMatchObject({ detail: expect.stringContaining('no reason given') })
  expect(mara.posts()).toHaveLength(before.posts)
  expect(mara.inits()).toHaveLength(before.inits + 1)
})

test.each(passes)('%s that passes costs a second upload and makes one post', async (failReason) => {
  const before = failProcessing(failReason, 1)
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
  const kofi = await stage.actor('kofi.builds')
  const { openId } = kofi
  stage.simulator.faults.add({ endpoint: 'processing', openId, failReason: 'spam_risk_too_many_posts', times: 1 })
  const id = await kofi.post()
  const waiting = await kofi.until(id, 'scheduled')
  expect(waiting.failure).toMatchObject({ code: 'spam_risk_too_many_posts' })
  expect(new Date(waiting.nextStepAt ?? 0).getTime()).toBeGreaterThan(stage.clock.now().getTime() + 30 * MINUTE_MS)
  await kofi.until(id, 'published')
  expect(kofi.posts()).toHaveLength(1)
  expect(kofi.inits()).toHaveLength(2)
})

test.each([
  ['spam_risk_user_banned_from_posting', /Settle it in the TikTok app/],
  ['privacy_level_not_authorized', /Choose another/],
])('%s is held, and goes on by hand once it is settled', async (failReason, remedy) => {
  const before = failProcessing(failReason, 1)
  const id = await mara.post()
  const held = await mara.until(id, 'held')
  expect(held.failure).toMatchObject({ code: failReason, remedy: expect.stringMatching(remedy) })
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
