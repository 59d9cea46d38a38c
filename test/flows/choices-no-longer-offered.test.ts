import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { directTarget, videoPost } from '../person.ts'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'

const MINUTE_MS = 60_000

let stage: Stage

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 } })
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.clock.advance(2 * MINUTE_MS))

const retry = (id: string) => stage.ada.send('POST', `/api/v1/publications/${id}/retry`)

/** Schedules with these choices, lets the creator change their mind, and gives what is held then. */
async function holdAfter(
  actor: Actor,
  choices: Record<string, unknown>,
  changes: Parameters<Stage['simulator']['changeCreator']>[1],
) {
  const publishAt = new Date(stage.clock.now().getTime() + MINUTE_MS).toISOString()
  const id = await actor.post(choices, { publishAt })
  stage.simulator.changeCreator(actor.username, changes)
  const held = await actor.until(id, 'held')
  expect(actor.inits()).toHaveLength(0)
  return { id, held }
}

test('a privacy level that is gone since scheduling holds the post, and never changes it silently', async () => {
  const mara = await stage.actor('mara.bakes')
  const { id, held } = await holdAfter(mara, {}, { isPrivate: true })
  expect(held).toMatchObject({ privacyLevel: 'PUBLIC_TO_EVERYONE', failure: { code: 'privacy_not_offered' } })
  expect((await retry(held.id)).status).toBe(200)
  expect((await mara.until(id, 'held')).failure).toMatchObject({ code: 'privacy_not_offered' })
  stage.simulator.changeCreator('mara.bakes', { isPrivate: false })
  expect((await retry(held.id)).status).toBe(200)
  await mara.until(id, 'published')
  expect(mara.posts()).toHaveLength(1)
})

test('a held account gets other choices and goes on with them, whatever became of the other accounts', async () => {
  const drift = await stage.actor('drift.and.dine')
  const piano = await stage.actor('the_quiet_piano')
  const video = await stage.video()
  stage.simulator.changeCreator(drift.username, { isPrivate: true })
  const { id } = await stage.ada.createPost(
    videoPost(
      video,
      [drift, piano].map((each) => directTarget(each.account)),
    ),
  )
  const all = async () => (await stage.ada.post(id)).publications
  await stage.runUntil(async () => (await all()).map(({ status }) => status).join() === 'held,published')
  const change = (body: unknown) => stage.ada.send('PATCH', `/api/v1/posts/${id}`, body)
  const chosen = { privacyLevel: 'FOLLOWER_OF_CREATOR' }
  expect((await change({ targets: [directTarget(piano.account, chosen)] })).status).toBe(409)
  expect((await change({ caption: 'other' })).status).toBe(409)
  const branded = directTarget(drift.account, { ...chosen, brandContent: true })
  expect((await change({ targets: [branded] })).status).toBe(400)
  expect((await change({ targets: [directTarget(drift.account, chosen)] })).status).toBe(200)
  await stage.runUntil(async () => (await all()).every(({ status }) => status === 'published'))
  expect(drift.posts()).toMatchObject([chosen])
  expect(piano.posts()).toHaveLength(1)
})

test('an upload that was begun with the old choices is not gone on with', async () => {
  const kofi = await stage.actor('kofi.builds')
  stage.simulator.faults.add({
    endpoint: 'upload',
    openId: kofi.openId,
    chunkIndex: 0,
    times: 1,
    cut: 'after',
    run: () => void stage.simulator.expireAccessTokens(kofi.openId),
  })
  const { faults } = stage.simulator
  const refused = faults.add({ endpoint: 'token', openId: kofi.openId, status: 400, code: 'invalid_client' })
  const id = await kofi.post({}, {}, THREE_CHUNKS_BYTES)
  await kofi.until(id, 'held')
  faults.remove(refused)
  const targets = [directTarget(kofi.account, { privacyLevel: 'SELF_ONLY' })]
  expect((await stage.ada.send('PATCH', `/api/v1/posts/${id}`, { targets })).status).toBe(200)
  await kofi.until(id, 'published')
  expect(kofi.posts()).toMatchObject([{ privacyLevel: 'SELF_ONLY' }])
  expect(kofi.inits()).toHaveLength(2)
})

test.each([
  ['oakandiron', 'comments', { allowComment: true }, { commentDisabled: true }],
  ['lena.climbs', 'duets', { allowDuet: true }, { duetDisabled: true }],
  ['tinytrains', 'stitches', { allowStitch: true }, { stitchDisabled: true }],
])(
  'a post of %s that allowed %s, which were switched off since, is held until somebody chooses again',
  async (username, word, choices, change) => {
    const actor = await stage.actor(username)
    const { id, held } = await holdAfter(actor, choices, change)
    expect(held.failure).toMatchObject({ code: 'interaction_disabled', detail: expect.stringContaining(word) })
    const targets = [directTarget(actor.account)]
    expect((await stage.ada.send('PATCH', `/api/v1/posts/${id}`, { targets })).status).toBe(200)
    await actor.until(id, 'published')
    expect({ posts: actor.posts().length, inits: actor.inits().length }).toEqual({ posts: 1, inits: 1 })
  },
)

test('interactions that were never allowed do not hold the post when they are switched off', async () => {
  const solo = await stage.actor('solo.sam')
  const id = await solo.post()
  await solo.until(id, 'published')
  expect(solo.posts()[0]?.postInfo).toMatchObject({ disable_comment: true, disable_duet: true, disable_stitch: true })
})

test('a video that became too long for the creator holds the post with both numbers', async () => {
  const night = await stage.actor('nightkitchen')
  const { held } = await holdAfter(night, {}, { maxVideoDurationSec: 1 })
  expect(held.failure).toMatchObject({ code: 'video_too_long', detail: expect.stringMatching(/3.* s.* 1 s/) })
})

test('a creator who is banned before the init is held with the way out', async () => {
  const pixel = await stage.actor('pixelgarden')
  const { held } = await holdAfter(pixel, {}, { isBanned: true })
  expect(held.failure).toMatchObject({ code: 'spam_risk_user_banned_from_posting' })
})

test('a creator whose day is full by other apps is asked again later, and the post goes out then', async () => {
  const surf = await stage.actor('northsea.surf')
  stage.simulator.changeCreator(surf.username, { hasPostedTooMuch: true })
  const id = await surf.post()
  await stage.drain()
  expect(await surf.publication(id)).toMatchObject({
    status: 'scheduled',
    failure: { code: 'spam_risk_too_many_posts' },
  })
  stage.simulator.changeCreator(surf.username, { hasPostedTooMuch: false })
  await surf.until(id, 'published')
  expect(surf.inits()).toHaveLength(1)
})

test('an account that granted fewer scopes at the reconnect is held until it grants them', async () => {
  const ines = await stage.actor('studio_ines')
  const publishAt = new Date(stage.clock.now().getTime() + MINUTE_MS).toISOString()
  const id = await ines.post({}, { publishAt })
  await stage.ada.connect('studio_ines', ['user.info.basic', 'user.info.profile', 'video.upload'])
  expect((await ines.until(id, 'held')).failure).toMatchObject({ code: 'scope_missing' })
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect('studio_ines')
  await ines.until(id, 'published')
  expect(ines.posts()).toHaveLength(1)
})

test('a draft reaches the inbox, becomes a post in the TikTok app, and was never posted by us', async () => {
  const yuki = await stage.actor('yuki_ink')
  const id = await yuki.post({ mode: 'draft', privacyLevel: undefined })
  const { publishId } = await yuki.until(id, 'inbox')
  expect(yuki.posts()).toHaveLength(0)
  expect(yuki.calls('creator_info')).toHaveLength(0)
  expect((await stage.ada.post(id)).status).toBe('published')
  const finished = await fetch(`${stage.simulator.url}/drafts/${encodeURIComponent(publishId ?? '')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ decision: 'post', caption: 'Mine', privacy_level: 'SELF_ONLY' })),
    redirect: 'manual',
  })
  expect(finished.status).toBeLessThan(400)
  await stage.drain()
  expect((await yuki.publication(id)).status).toBe('published')
  expect(yuki.inits()).toHaveLength(1)
})
