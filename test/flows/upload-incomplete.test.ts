import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage } from '../stage.ts'

const HOUR_MS = 60 * 60 * 1000

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.simulator.faults.clear())

test('an upload that never got its last byte is unconfirmed only while TikTok might still take it, and can be retried', async () => {
  stage.simulator.faults.add({ endpoint: 'upload', openId: mara.openId, status: 503 })
  const id = await mara.post()
  const { id: publicationId } = await mara.until(id, 'unconfirmed')
  const begunAt = stage.clock.now()
  stage.simulator.faults.clear()

  const { failure } = await mara.until(id, 'failed')
  expect(failure).toMatchObject({ code: 'upload_incomplete', detail: expect.stringContaining('has 0 of') })
  expect(stage.clock.now().getTime() - begunAt.getTime()).toBeLessThan(3 * HOUR_MS)
  expect(mara.inits()).toHaveLength(1)

  expect((await stage.ada.send('POST', `/api/v1/publications/${publicationId}/retry`)).status).toBe(200)
  await mara.until(id, 'published')
  expect(mara.inits()).toHaveLength(2)
  expect(mara.posts()).toHaveLength(1)
})
