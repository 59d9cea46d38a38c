import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { FaultInput } from '#simulator/faults.ts'
import { dropWebhooks, play } from '../play.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  // A creator has room for five drafts in 24 hours.
  stage.clock.advance(6 * 60 * MINUTE_MS)
})

for (const endpoint of ['creator_info', 'video_init', 'status'] as const)
  test.each([
    ['without Retry-After waits out the minute', {}, MINUTE_MS],
    ['with Retry-After waits as long as it says', { retryAfterS: 300 }, 5 * MINUTE_MS],
  ])(`a 429 on ${endpoint} %s, and costs no attempt`, async (_, more, waitMs) => {
    dropWebhooks(stage, mara)
    const faults: FaultInput[] = [{ endpoint, status: 429, ...more }]
    const { publication, tookMs, ...made } = await play(stage, mara, {
      faults,
      choices: { privacyLevel: 'SELF_ONLY' },
    })
    expect(made).toMatchObject({ posts: 1, inits: 1 })
    expect(publication.attempts).toBe(1)
    expect(tookMs).toBeGreaterThanOrEqual(waitMs)
    expect(tookMs).toBeLessThan(waitMs + MINUTE_MS)
  })

type InitFault = Omit<FaultInput, 'endpoint'>

const page = '<html>Bad gateway</html>'
const notTaken: [string, InitFault][] = [
  ['answered 503', { status: 503 }],
  ['answered 500', { status: 500 }],
  ['answered 502 with a page', { status: 502, body: page }],
  ['reset before it arrives', { cut: 'before' }],
]
const takenUnheard: [string, InitFault][] = [
  ['taken, and the answer is lost', { cut: 'after' }],
  ['taken, and the answer breaks off', { cut: 'answering' }],
  ['taken, and answered 500', { phase: 'after', status: 500 }],
  ['taken, and answered with a page', { phase: 'after', body: page }],
]

const inits: ['video_init' | 'inbox_init', Record<string, unknown>, PublicationStatus, object][] = [
  ['video_init', { privacyLevel: 'SELF_ONLY' }, 'published', { posts: 1, drafts: 0 }],
  ['inbox_init', { mode: 'draft', privacyLevel: undefined }, 'inbox', { posts: 0, drafts: 1 }],
]

for (const [endpoint, choices, until, once] of inits) {
  test.each(notTaken)(`a ${endpoint} that is %s is sent again`, async (_, fault) => {
    const made = await play(stage, mara, { faults: [{ ...fault, endpoint }], choices, until })
    expect(made).toMatchObject({ ...once, inits: 1 })
  })

  test.each(takenUnheard)(`a ${endpoint} that is %s leaves an inert upload behind`, async (_, fault) => {
    const made = await play(stage, mara, { faults: [{ ...fault, endpoint }], choices, until })
    expect(made).toMatchObject({ ...once, inits: 2 })
  })
}

test('a chunk plan that TikTok refuses is tried another way', async () => {
  const { publication, posts, inits } = await play(stage, mara, { faults: [refusedPlan(1)], sizeBytes: 20_000_000 })
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
  const chunks = mara.calls('upload').filter(({ publishId }) => publishId === publication.publishId)
  expect(chunks.map(({ chunkIndex }) => chunkIndex)).toEqual([0, 1])
})

test('a chunk plan that TikTok refuses both ways fails with its words, and nothing was begun', async () => {
  const asked = mara.calls('video_init').length
  const { publication, posts, inits } = await play(stage, mara, {
    faults: [refusedPlan(9)],
    sizeBytes: 20_000_000,
    until: 'failed',
  })
  expect({ posts, inits }).toEqual({ posts: 0, inits: 0 })
  expect(mara.calls('video_init')).toHaveLength(asked + 2)
  expect(publication.failure).toMatchObject({
    code: 'invalid_params',
    detail: expect.stringContaining('The chunk size is invalid'),
    remedy: expect.stringMatching(/\w{4,}.*\./),
  })
})

function refusedPlan(times: number): FaultInput {
  return { endpoint: 'video_init', status: 400, code: 'invalid_params', message: 'The chunk size is invalid', times }
}

describe('60 s of silence, which a client of less patience takes for the end after one', () => {
  let impatient: Stage
  let oak: Actor

  beforeAll(async () => {
    impatient = await startStage({ timeouts: { requestMs: SECOND_MS, chunkIdleMs: SECOND_MS } })
    oak = await impatient.actor('oakandiron')
  })
  afterAll(() => impatient[Symbol.asyncDispose]())

  const silences: [string, FaultInput, number][] = [
    ['an init that never arrived', { endpoint: 'video_init', hang: true }, 1],
    ['an init that was taken', { endpoint: 'video_init', hang: true, phase: 'after' }, 2],
    ['the last chunk, which was taken', { endpoint: 'upload', hang: true, phase: 'after' }, 1],
  ]

  test.each(silences)('after %s: one post', async (_, fault, inits) => {
    expect(await play(impatient, oak, { faults: [fault] })).toMatchObject({ posts: 1, inits })
  })
})
