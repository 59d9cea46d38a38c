import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'
import { sha256Of, videoFile } from '../videos.ts'

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(2 * 60_000)
})

type Fault = Omit<Parameters<Stage['simulator']['faults']['add']>[0], 'endpoint'>

const sums = new Map<number, Promise<string>>()

function sha256BySize(sizeBytes: number): Promise<string> {
  const sum = sums.get(sizeBytes) ?? videoFile(sizeBytes ? { sizeBytes } : {}).then(sha256Of)
  sums.set(sizeBytes, sum)
  return sum
}

/** Publishes three chunks while `fault` strikes, and tells what TikTok got of it. */
async function play(fault: Fault, sizeBytes = THREE_CHUNKS_BYTES) {
  const before = { posts: mara.posts().length, inits: mara.inits().length }
  stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, times: 1, ...fault })
  const id = await mara.post({}, {}, sizeBytes)
  const publication = await mara.until(id, 'published')
  await stage.drain()
  expect(mara.posts().at(-1)?.sha256).toBe(await sha256BySize(sizeBytes))
  return {
    publication,
    timeline: await mara.timeline(id),
    posts: mara.posts().length - before.posts,
    inits: mara.inits().length - before.inits,
  }
}

const places = [
  { name: 'first', chunkIndex: 0 },
  { name: 'middle', chunkIndex: 1 },
  { name: 'last', chunkIndex: 2 },
]

for (const { name, chunkIndex } of places) {
  test(`a 503 on the ${name} chunk is sent again on the same upload`, async () => {
    expect(await play({ chunkIndex, status: 503 })).toMatchObject({ posts: 1, inits: 1 })
  })

  test(`a reset before the ${name} chunk arrived costs nothing but time`, async () => {
    expect(await play({ chunkIndex, cut: 'before' })).toMatchObject({ posts: 1, inits: 1 })
  })

  test(`a reset in the middle of the ${name} chunk goes on from that chunk`, async () => {
    expect(await play({ chunkIndex, cut: 'during', cutAfterBytes: 1_000_000 })).toMatchObject({ posts: 1, inits: 1 })
  })

  test(`a lost answer to the ${name} chunk is found by asking, and nothing is sent twice`, async () => {
    const sentBefore = mara.calls('upload').length
    expect(await play({ chunkIndex, cut: 'after' })).toMatchObject({ posts: 1, inits: 1 })
    expect(mara.calls('upload').length - sentBefore).toBe(3)
  })
}

test('a chunk that is out of step (416) is set right by asking for the progress', async () => {
  const { posts, inits, timeline } = await play({ chunkIndex: 1, status: 416, code: 'range_not_satisfiable' })
  expect({ posts, inits }).toEqual({ posts: 1, inits: 1 })
  expect(timeline.map(({ kind }) => kind)).toContain('upload-resumed')
})

test('a refused rate (429) on a chunk waits out the window', async () => {
  expect(await play({ chunkIndex: 1, status: 429, retryAfterS: 30 })).toMatchObject({
    posts: 1,
    inits: 1,
    publication: { attempts: 1 },
  })
})

for (const status of [403, 404]) {
  test(`an upload URL that is dead (${status}) half-way leads to one new init and one post`, async () => {
    expect(await play({ chunkIndex: 1, status })).toMatchObject({ posts: 1, inits: 2 })
  })

  test(`a ${status} to the last byte, which TikTok took all the same, is no reason to send it again`, async () => {
    expect(await play({ chunkIndex: 2, phase: 'after', status })).toMatchObject({ posts: 1, inits: 1 })
    expect(await play({ phase: 'after', status }, 0)).toMatchObject({ posts: 1, inits: 1 })
  })

  test(`a ${status} to the last byte, which TikTok did not take, leads to a new init when it stays`, async () => {
    expect(await play({ chunkIndex: 2, status })).toMatchObject({ posts: 1, inits: 1 })
    expect(await play({ chunkIndex: 2, status, times: 2 })).toMatchObject({ posts: 1, inits: 2 })
  })
}

for (const status of [400, 409])
  test(`a ${status} to the last byte, which TikTok took all the same, ends as published`, async () => {
    expect(await play({ chunkIndex: 2, phase: 'after', status })).toMatchObject({ posts: 1, inits: 1 })
  })

test('a chunk that is refused for good (400) before the last byte fails with a reason', async () => {
  const before = mara.posts().length
  stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 1, status: 400 })
  const id = await mara.post({}, {}, THREE_CHUNKS_BYTES)
  expect(await mara.until(id, 'failed')).toMatchObject({ failure: { code: 'upload_400' } })
  expect(mara.posts()).toHaveLength(before)
})

test('a last byte that is refused for good (400), and that TikTok does not have, fails with a reason', async () => {
  stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 2, status: 400 })
  const before = { posts: mara.posts().length, inits: mara.inits().length }
  const id = await mara.post({}, {}, THREE_CHUNKS_BYTES)
  expect(await mara.until(id, 'failed')).toMatchObject({ failure: { code: 'upload_400' } })
  expect(mara.posts()).toHaveLength(before.posts)
  expect(mara.inits()).toHaveLength(before.inits + 1)
})

test('an upload URL that lives an hour and ran out between two tries is replaced', async () => {
  const before = { posts: mara.posts().length, inits: mara.inits().length }
  stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 1, times: 1, cut: 'before' })
  const id = await mara.post({}, {}, THREE_CHUNKS_BYTES)
  await stage.runUntil(async () => (await mara.publication(id)).nextStepAt !== (await mara.publication(id)).publishAt)
  stage.clock.advance(61 * 60_000)
  await mara.until(id, 'published')
  expect(mara.posts().length - before.posts).toBe(1)
  expect(mara.inits().length - before.inits).toBe(2)
})

for (const status of [403, 503])
  test(`an upload that always breaks off at the same chunk (${status}) ends as failed, not in an endless loop`, async () => {
    stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 1, status })
    const before = { posts: mara.posts().length, inits: mara.inits().length }
    const id = await mara.post({}, {}, THREE_CHUNKS_BYTES)
    expect(await mara.until(id, 'failed')).toMatchObject({ attempts: 4 })
    expect(mara.posts()).toHaveLength(before.posts)
    expect(mara.inits()).toHaveLength(before.inits + (status === 403 ? 8 : 1))
  })
