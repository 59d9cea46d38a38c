import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signatureHeader } from '#simulator/webhook-signature.ts'
import { bodyOf, mutated, nastyValue } from '../fuzz-json.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const SIDE_BY_SIDE = 20
const ROUNDS = 100

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())

const EVENTS = [
  'authorization.removed',
  'post.publish.failed',
  'post.publish.complete',
  'post.publish.inbox_delivered',
  'post.publish.publicly_available',
  'post.publish.no_longer_publicaly_available',
]

const content = fc.oneof(
  mutated({ publish_id: 'v_pub_file~v2-1.1', post_id: '7602997517160123667', reason: 1, publish_type: 'x' }).map((it) =>
    JSON.stringify(it),
  ),
  nastyValue,
)
const event = fc.tuple(fc.constantFrom(...EVENTS), content, fc.constantFrom('nobody', 'o'.repeat(300))).chain((parts) =>
  bodyOf({
    client_key: 'test-app',
    event: parts[0],
    create_time: Math.floor(Date.now() / 1000),
    user_openid: parts[2],
    content: parts[1],
  }),
)
const delivery = fc.record({
  body: event,
  header: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 100 }) },
  ),
  contentType: fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'a/b; charset=x'),
})

type Delivery = typeof delivery extends fc.Arbitrary<infer Value> ? Value : never

async function statusOf({ body, header, contentType }: Delivery): Promise<number> {
  const nowS = Math.floor(stage.clock.now().getTime() / 1000)
  const sent = Buffer.from(body)
  const signature = header ?? signatureHeader('test-secret-of-the-app', nowS, sent.toString('utf8'))
  const answer = await fetch(`${stage.url}/api/v1/tiktok/webhooks`, {
    method: 'POST',
    headers: { 'content-type': contentType, 'tiktok-signature': signature },
    body: sent,
  })
  await answer.arrayBuffer()
  return answer.status
}

test('whatever a webhook says is taken, refused or ignored; no job fails, and the account stays', {
  timeout: 120_000,
}, async () => {
  const statuses = new Map<number, number>()
  await stage.drain()
  const before = await stage.ada.accounts()
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE }), async (deliveries) => {
      for (const status of await Promise.all(deliveries.map(statusOf))) {
        expect([200, 400, 401]).toContain(status)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }),
    { numRuns: ROUNDS },
  )
  expect(new Set(statuses.keys())).toEqual(new Set([200, 400, 401]))
  await stage.drain()
  const { rows } = await stage.ctx.pool.query<{ state: string }>(
    `select distinct state from pgboss.job where name = 'apply-tiktok-event'`,
  )
  expect(rows).toEqual([{ state: 'completed' }])
  expect(await stage.ada.accounts()).toEqual(before)
  expect((await stage.ada.send('GET', `/api/v1/accounts/${mara.account.id}/creator-info`)).status).toBe(200)
  expect(stage.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})
