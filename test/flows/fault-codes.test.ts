import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { dropWebhooks, handedOver, play } from '../play.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(25 * HOUR_MS)
})

type Refusal = { endpoint: 'creator_info' | 'video_init' | 'inbox_init'; status: number; code: string }
type Ending = (refusal: Refusal) => Promise<void>

const DRAFT = { mode: 'draft', privacyLevel: undefined }
/** A post that only its creator sees is done with when it is published: there is no moderation, and no id to wait for. */
const UNSEEN = { privacyLevel: 'SELF_ONLY' }
const choicesFor = ({ endpoint }: Refusal) => (endpoint === 'inbox_init' ? DRAFT : UNSEEN)
const goodEndFor = ({ endpoint }: Refusal) => (endpoint === 'inbox_init' ? 'inbox' : 'published')
const refusedCalls = ({ endpoint, code }: Refusal) => mara.calls(endpoint).filter((call) => call.code === code).length

const counts = () => handedOver(stage, mara)

async function accountStatus(): Promise<string | undefined> {
  return (await stage.ada.accounts()).find(({ id }) => id === mara.account.id)?.status
}

/** Exactly one post (or draft) came of it, and one upload. */
function expectOnce(refusal: Refusal, before: ReturnType<typeof counts>) {
  const isDraft = refusal.endpoint === 'inbox_init'
  expect(counts()).toEqual({
    posts: before.posts + (isDraft ? 0 : 1),
    drafts: before.drafts + (isDraft ? 1 : 0),
    inits: before.inits + 1,
  })
}

/** Final: the call is not made again, no upload begins, and a person reads TikTok's code and what to do. */
const fails: Ending = async (refusal) => {
  const [before, refused] = [counts(), refusedCalls(refusal)]
  const { publication } = await play(stage, mara, {
    faults: [{ ...refusal, times: 9 }],
    choices: choicesFor(refusal),
    until: 'failed',
  })
  stage.clock.advance(2 * HOUR_MS)
  await stage.drain()
  expect(publication.failure).toMatchObject({ code: refusal.code, remedy: expect.stringMatching(/\w{4,}.*\./) })
  expect(refusedCalls(refusal)).toBe(refused + 1)
  expect(counts()).toEqual(before)
}

/** A person must act first; what waits goes on after their `retry`, once. */
const isHeld: Ending = async (refusal) => {
  const before = counts()
  const { id, publication } = await play(stage, mara, {
    faults: [refusal],
    choices: choicesFor(refusal),
    until: 'held',
  })
  expect(publication.failure).toMatchObject({ code: refusal.code, remedy: expect.stringMatching(/\w{4,}.*\./) })
  expect(counts()).toEqual(before)
  stage.clock.advance(2 * HOUR_MS)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('held')
  expect((await stage.ada.send('POST', `/api/v1/publications/${publication.id}/retry`)).status).toBe(200)
  await mara.until(id, goodEndFor(refusal))
  expectOnce(refusal, before)
}

/** The grant is too small: the account is revoked, what waits is held, and goes on after a reconnect. */
const asksForReconnect: Ending = async (refusal) => {
  const before = counts()
  const { id, publication } = await play(stage, mara, {
    faults: [refusal],
    choices: choicesFor(refusal),
    until: 'held',
  })
  expect(publication.failure).toMatchObject({ code: refusal.code, remedy: expect.stringMatching(/[Cc]onnect/) })
  expect(await accountStatus()).toBe('revoked')
  stage.clock.advance(MINUTE_MS)
  await stage.ada.connect(mara.username)
  await mara.until(id, goodEndFor(refusal))
  expect(await accountStatus()).toBe('active')
  expectOnce(refusal, before)
}

/** A cap is full: it waits for room, shows the time, costs no attempt, and goes out then. */
const isMoved: Ending = async (refusal) => {
  const before = counts()
  const { id, publication } = await play(stage, mara, {
    faults: [refusal],
    choices: choicesFor(refusal),
    until: 'scheduled',
  })
  expect(publication).toMatchObject({ status: 'scheduled', failure: { code: refusal.code } })
  const waitMs = new Date(publication.nextStepAt ?? 0).getTime() - stage.clock.now().getTime()
  expect(waitMs).toBeGreaterThanOrEqual(30 * MINUTE_MS)
  expect(waitMs).toBeLessThanOrEqual(25 * HOUR_MS)
  const ended = await mara.until(id, goodEndFor(refusal), 50 * HOUR_MS)
  expect(ended.attempts).toBe(1)
  expectOnce(refusal, before)
}

/** The window is waited out, and that costs no attempt. */
const waits: Ending = async (refusal) => {
  const before = counts()
  const { publication, tookMs } = await play(stage, mara, {
    faults: [refusal],
    choices: choicesFor(refusal),
    until: goodEndFor(refusal),
  })
  expect(tookMs).toBeGreaterThanOrEqual(MINUTE_MS)
  expect(publication.attempts).toBe(1)
  expectOnce(refusal, before)
}

/** One new token, and the call again with it. */
const refreshes: Ending = async (refusal) => {
  const before = counts()
  // What is due of the account's own accord comes first, so that the refreshes of this post can be counted.
  await stage.drain()
  const tokenCalls = mara.calls('token').length
  const { publication, tookMs } = await play(stage, mara, {
    faults: [refusal],
    choices: choicesFor(refusal),
    until: goodEndFor(refusal),
  })
  expect(mara.calls('token')).toHaveLength(tokenCalls + 1)
  expect(refusedCalls(refusal)).toBeGreaterThan(0)
  expect(publication.attempts).toBe(1)
  expect(tookMs).toBeLessThan(MINUTE_MS)
  expectOnce(refusal, before)
}

/** An internal problem passes, and the step is tried again. */
const isRetried: Ending = async (refusal) => {
  const before = counts()
  await play(stage, mara, {
    faults: [{ ...refusal, times: 4 }],
    choices: choicesFor(refusal),
    until: goodEndFor(refusal),
    maxMs: HOUR_MS,
  })
  expectOnce(refusal, before)
}

const endings = {
  'fails at once, with words': fails,
  'is held until somebody says "retry"': isHeld,
  'revokes the account and is held until the reconnect': asksForReconnect,
  'is moved to a time that is shown': isMoved,
  'waits out the window': waits,
  'gets one new token': refreshes,
  'is tried again': isRetried,
}

const rows: [Refusal['endpoint'], number, string, keyof typeof endings][] = [
  ['creator_info', 200, 'spam_risk_too_many_posts', 'is moved to a time that is shown'],
  ['creator_info', 200, 'reached_active_user_cap', 'is moved to a time that is shown'],
  ['creator_info', 200, 'spam_risk_user_banned_from_posting', 'is held until somebody says "retry"'],
  ['creator_info', 400, 'invalid_param', 'fails at once, with words'],
  ['creator_info', 400, 'scope_permission_missed', 'revokes the account and is held until the reconnect'],
  ['creator_info', 401, 'access_token_invalid', 'gets one new token'],
  ['creator_info', 401, 'scope_not_authorized', 'revokes the account and is held until the reconnect'],
  ['creator_info', 429, 'rate_limit_exceeded', 'waits out the window'],
  ['creator_info', 500, 'internal_error', 'is tried again'],
  ['creator_info', 503, '', 'is tried again'],
  ['creator_info', 403, 'a_code_of_tomorrow', 'fails at once, with words'],

  ['video_init', 400, 'invalid_param', 'fails at once, with words'],
  ['video_init', 400, 'invalid_params', 'fails at once, with words'],
  ['video_init', 400, 'invalid_file_upload', 'fails at once, with words'],
  ['video_init', 400, 'scope_permission_missed', 'revokes the account and is held until the reconnect'],
  ['video_init', 401, 'access_token_invalid', 'gets one new token'],
  ['video_init', 401, 'scope_not_authorized', 'revokes the account and is held until the reconnect'],
  ['video_init', 403, 'spam_risk_too_many_posts', 'is moved to a time that is shown'],
  ['video_init', 403, 'reached_active_user_cap', 'is moved to a time that is shown'],
  ['video_init', 403, 'spam_risk_user_banned_from_posting', 'is held until somebody says "retry"'],
  ['video_init', 403, 'unaudited_client_can_only_post_to_private_accounts', 'is held until somebody says "retry"'],
  ['video_init', 403, 'privacy_level_option_mismatch', 'is held until somebody says "retry"'],
  ['video_init', 429, 'rate_limit_exceeded', 'waits out the window'],
  ['video_init', 500, 'internal_error', 'is tried again'],
  ['video_init', 500, '', 'is tried again'],
  ['video_init', 403, 'a_code_of_tomorrow', 'fails at once, with words'],
  ['video_init', 502, 'a_code_of_tomorrow', 'is tried again'],

  ['inbox_init', 400, 'invalid_param', 'fails at once, with words'],
  ['inbox_init', 400, 'app_version_check_failed', 'is held until somebody says "retry"'],
  ['inbox_init', 401, 'access_token_invalid', 'gets one new token'],
  ['inbox_init', 401, 'scope_not_authorized', 'revokes the account and is held until the reconnect'],
  ['inbox_init', 403, 'spam_risk_too_many_pending_share', 'is moved to a time that is shown'],
  ['inbox_init', 403, 'spam_risk_user_banned_from_posting', 'is held until somebody says "retry"'],
  ['inbox_init', 429, 'rate_limit_exceeded', 'waits out the window'],
  ['inbox_init', 500, 'internal_error', 'is tried again'],
]

test.each(rows)('a post whose %s is answered %i "%s" %s', (endpoint, status, code, ending) =>
  endings[ending]({ endpoint, status, code }),
)

/** What TikTok answers for as long as it lasts, and the code that people see. */
const statusRows: [number, string, string][] = [
  [400, 'invalid_param', 'invalid_param'],
  [400, 'invalid_publish_id', 'invalid_publish_id'],
  [400, 'token_not_authorized_for_specified_publish_id', 'token_not_authorized_for_specified_publish_id'],
  [400, 'scope_permission_missed', 'scope_permission_missed'],
  [401, 'access_token_invalid', 'access_token_invalid'],
  [401, 'scope_not_authorized', 'scope_not_authorized'],
  [429, 'rate_limit_exceeded', 'rate_limit_exceeded'],
  [500, 'internal_error', 'internal_error'],
  [503, '', 'internal_error'],
  [200, 'internal_error', 'internal_error'],
  [403, 'a_code_of_tomorrow', 'a_code_of_tomorrow'],
]

test.each(statusRows)(
  'a post whose status is answered %i "%s" for half an hour is unconfirmed and never sent again, and the first true answer ends it',
  async (status, code, shown) => {
    const before = counts()
    dropWebhooks(stage, mara)
    const { id } = await play(stage, mara, {
      faults: [{ endpoint: 'status', status, code, times: 1000 }],
      choices: UNSEEN,
      until: 'processing',
    })
    stage.clock.advance(31 * MINUTE_MS)
    await stage.drain()
    const lost = await mara.publication(id)
    expect(lost).toMatchObject({
      status: 'unconfirmed',
      failure: { code: shown, remedy: expect.stringMatching(/\w{4,}.*\./) },
    })
    expect((await stage.ada.send('POST', `/api/v1/publications/${lost.id}/retry`)).status).toBe(409)
    stage.simulator.faults.clear()
    dropWebhooks(stage, mara)
    stage.clock.advance(MINUTE_MS)
    if ((await accountStatus()) !== 'active') await stage.ada.connect(mara.username)
    await mara.until(id, 'published', 2 * HOUR_MS)
    expect(counts()).toEqual({ ...before, posts: before.posts + 1, inits: before.inits + 1 })
  },
)

test.each([
  [400, 'scope_permission_missed'],
  [401, 'scope_not_authorized'],
])(
  'a status that is refused with %i "%s" is unconfirmed at once, revokes the account, and settles after the reconnect',
  async (status, code) => {
    dropWebhooks(stage, mara)
    const { id, publication, tookMs } = await play(stage, mara, {
      faults: [{ endpoint: 'status', status, code }],
      choices: UNSEEN,
      until: 'unconfirmed',
    })
    expect(tookMs).toBeLessThan(MINUTE_MS)
    expect(publication.failure).toMatchObject({ code, remedy: expect.stringMatching(/Connect it again/) })
    expect(await accountStatus()).toBe('revoked')
    stage.clock.advance(MINUTE_MS)
    await stage.ada.connect(mara.username)
    expect(await mara.until(id, 'published', 2 * HOUR_MS)).toMatchObject({ failure: null })
  },
)
