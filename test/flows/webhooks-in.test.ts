import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { signatureHeader } from '#simulator/webhook-signature.ts'
import { deliverWebhook } from '../deliver-webhook.ts'
import { trackNow } from '../run-step.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const SECOND_MS = 1000

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => {
  stage.simulator.faults.clear()
  stage.clock.advance(120 * SECOND_MS)
})

const webhook = (fault: Partial<Parameters<Stage['simulator']['faults']['add']>[0]>) =>
  stage.simulator.faults.add({ openId: mara.openId, ...fault, endpoint: 'webhook' })

async function deliveries(): Promise<number> {
  const { rows } = await stage.ctx.pool.query('select count(*) as count from webhook_deliveries')
  return Number(rows[0].count)
}

const deliver = (
  event: string,
  content: object | string,
  by: { secret?: string; clientKey?: string; openId?: string } = {},
) => deliverWebhook(stage, event, content, { openId: mara.openId, ...by })

test('a webhook publishes before any poll is due, and the poll changes nothing afterwards', async () => {
  webhook({ event: 'post.publish.publicly_available', isDropped: true })
  const id = await mara.post()
  await mara.until(id, 'processing')
  const polls = mara.calls('status').length
  stage.clock.advance(2.03 * SECOND_MS)
  await stage.simulator.tick()
  const { rows } = await stage.ctx.pool.query<{ body_hash: string }>(
    'select body_hash from webhook_deliveries order by received_at desc limit 1',
  )
  await stage.functions['apply-tiktok-event']({ bodyHash: String(rows[0]?.body_hash) }, new AbortController())
  expect((await mara.publication(id)).status).toBe('published')
  expect(mara.calls('status')).toHaveLength(polls)
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect((await mara.timeline(id)).filter(({ kind }) => kind === 'published')).toHaveLength(1)
})

test('an event that comes twice, or in the wrong order, moves nothing back', async () => {
  webhook({ event: 'post.publish.complete', isReordered: true })
  webhook({ event: 'post.publish.publicly_available', duplicates: 2 })
  const before = mara.posts().length
  const id = await mara.post()
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  await stage.drain()
  stage.clock.advance(120 * SECOND_MS)
  await stage.drain()
  const { publishId, status } = await mara.publication(id)
  expect(status).toBe('published')
  expect((await deliver('post.publish.failed', { publish_id: publishId, reason: 'internal' })).status).toBe(200)
  await stage.drain()
  expect((await mara.publication(id)).status).toBe('published')
  expect(mara.posts()).toHaveLength(before + 1)
  expect((await mara.timeline(id)).filter(({ kind }) => kind === 'published')).toHaveLength(1)
})

test('a wrong signature is answered 401, another app 200, and neither leaves anything behind', async () => {
  const id = await mara.post()
  const { publishId } = await mara.until(id, 'processing')
  const before = await deliveries()
  const forged = await deliver('post.publish.failed', { publish_id: publishId, reason: 'spam_risk' }, { secret: 'no' })
  expect(forged.status).toBe(401)
  const unsigned = await fetch(`${stage.url}/api/v1/tiktok/webhooks`, { method: 'POST', body: '{}' })
  expect(unsigned.status).toBe(401)
  const foreign = await deliver('post.publish.failed', { publish_id: publishId }, { clientKey: 'another-app' })
  expect(foreign.status).toBe(200)
  expect(await deliveries()).toBe(before)
  await mara.until(id, 'published')
})

test('whatever is wrong with a signature, it is answered 401, and nothing is kept', async () => {
  const before = await deliveries()
  const body = JSON.stringify({ client_key: 'test-app', event: 'post.publish.complete', create_time: 1, content: '{}' })
  const nowS = Math.floor(stage.clock.now().getTime() / 1000)
  const good = signatureHeader('test-secret-of-the-app', nowS, body)
  const dayS = 24 * 60 * 60
  const headers = [
    '',
    'nonsense',
    `t=${nowS}`,
    good.replace(/^t=\d+,/, ''),
    good.replace(/s=.*/, 's='),
    good.slice(0, -1),
    `${good}0`,
    good.replace(/^t=\d+/, `t=${nowS + 1}`),
    good.replace(/s=(.*)/, (_, hex) => `s=${'0'.repeat(hex.length)}`),
    signatureHeader('test-secret-of-the-app', nowS, `${body} `),
    signatureHeader('test-secret-of-the-app', nowS - 4 * dayS, body),
    signatureHeader('test-secret-of-the-app', nowS + 4 * dayS, body),
  ]
  for (const header of headers) {
    const answer = await fetch(`${stage.url}/api/v1/tiktok/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'tiktok-signature': header },
      body,
    })
    expect({ header, status: answer.status }).toEqual({ header, status: 401 })
  }
  expect(await deliveries()).toBe(before)
})

test('an event that nobody knows is kept, answered 200 and changes nothing; the same body twice is one', async () => {
  const accounts = await stage.ada.accounts()
  const before = await deliveries()
  expect((await deliver('portability.download.ready', { request_id: 'r' })).status).toBe(200)
  expect((await deliver('portability.download.ready', { request_id: 'r' })).status).toBe(200)
  expect((await deliver('authorization.removed', { reason: 'because' })).status).toBe(200)
  expect((await deliver('post.publish.failed', 'no JSON')).status).toBe(200)
  expect(await deliveries()).toBe(before + 3)
  await stage.drain()
  expect(await stage.ada.accounts()).toEqual(accounts)
})

test('a body that is no event is answered 400 in spite of its signature', async () => {
  const nowS = Math.floor(stage.clock.now().getTime() / 1000)
  for (const body of ['', 'null', '[]', '{"client_key":"test-app"}']) {
    const answer = await fetch(`${stage.url}/api/v1/tiktok/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'tiktok-signature': signatureHeader('test-secret-of-the-app', nowS, body),
      },
      body,
    })
    expect({ body, status: answer.status }).toEqual({ body, status: 400 })
  }
})

test.each([
  [0, /gave no reason/, /Reconnect/],
  [1, /creator took the permission back/, /Ask the creator/],
  [2, /was deleted/, /choose another account/],
  [3, /age/, /settles the age.*Reconnect/],
  [4, /banned/, /appeal.*Reconnect/],
  [5, /given back to TikTok by this app/, /Reconnect/],
  [9, /TikTok ended the access/, /Reconnect/],
])('an access removed for reason %i is told in words, and its tokens are wiped', async (reason, detail, remedy) => {
  const oak = await stage.actor('oakandiron')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: oak.openId, isDropped: true })
  stage.clock.advance(2 * SECOND_MS)
  await deliver('authorization.removed', { reason }, { openId: oak.openId })
  await stage.drain()
  const account = (await stage.ada.accounts()).find(({ id }) => id === oak.account.id)
  expect(account).toMatchObject({ status: 'revoked', lastError: { code: `authorization_removed_${reason}` } })
  expect(account?.lastError?.detail).toMatch(detail)
  expect(account?.lastError?.remedy).toMatch(remedy)
  const { rows } = await stage.ctx.pool.query(
    'select 1 from accounts where id = $1 and (sealed_access_token is not null or sealed_refresh_token is not null)',
    [oak.account.id],
  )
  expect(rows).toEqual([])
})

test('a reason that comes after the tokens were found dead replaces the guess; one after a disconnect does not', async () => {
  const lena = await stage.actor('lena.climbs')
  stage.simulator.faults.add({ endpoint: 'webhook', openId: lena.openId, isDropped: true })
  const errorOf = async () => (await stage.ada.accounts()).find(({ id }) => id === lena.account.id)?.lastError
  stage.simulator.revokeAuthorization(lena.openId, 4)
  await lena.until(await lena.post(), 'held')
  expect(await errorOf()).toMatchObject({ code: 'invalid_grant' })
  await deliver('authorization.removed', { reason: 4 }, { openId: lena.openId })
  await stage.drain()
  expect(await errorOf()).toMatchObject({ code: 'authorization_removed_4' })

  stage.clock.advance(2 * SECOND_MS)
  await stage.ada.connect('lena.climbs')
  await stage.ada.send('DELETE', `/api/v1/accounts/${lena.account.id}`)
  await deliver('authorization.removed', { reason: 5 }, { openId: lena.openId })
  await stage.drain()
  expect(await errorOf()).toBeNull()
})

test('a post id beyond 2^53 stays as it is, whether text or a number brings it', async () => {
  webhook({ isDropped: true })
  const polled = await mara.post()
  await stage.runUntil(async () => (await mara.publication(polled)).url !== null)
  const postId = mara.posts().at(-1)?.postId ?? ''
  expect(Number.isSafeInteger(Number(postId))).toBe(false)
  expect(await mara.publication(polled)).toMatchObject({ postIds: [postId], url: expect.stringContaining(postId) })

  const told = await mara.post({ privacyLevel: 'SELF_ONLY' })
  const { publishId } = await mara.until(told, 'published')
  const body = `{"publish_id":"${publishId}","publish_type":"DIRECT_PUBLISH","post_id":7602997517160123667}`
  await deliver('post.publish.publicly_available', body)
  await stage.drain()
  expect((await mara.publication(told)).postIds).toEqual(['7602997517160123667'])
})

test('without any webhook the polls find everything', async () => {
  webhook({ isDropped: true })
  const id = await mara.post()
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  expect((await mara.publication(id)).status).toBe('published')
})

test('a failure that is told while the last chunk is being answered is not undone by that answer', async () => {
  let told: Promise<void> | undefined
  stage.simulator.faults.add({
    endpoint: 'upload',
    openId: mara.openId,
    times: 1,
    run: async ({ publishId }) => {
      await deliver('post.publish.failed', { publish_id: publishId, reason: 'spam_risk_text' })
      const { rows } = await stage.ctx.pool.query<{ body_hash: string }>(
        'select body_hash from webhook_deliveries order by received_at desc limit 1',
      )
      told = stage.functions['apply-tiktok-event']({ bodyHash: String(rows[0]?.body_hash) }, new AbortController())
      await told
    },
  })
  const id = await mara.post()
  await mara.until(id, 'failed')
  await stage.drain()
  const { rows } = await stage.ctx.pool.query<{ state: string }>(
    'select state from transfers join publications p on p.id = publication_id where p.post_id = $1',
    [id],
  )
  expect(rows.map(({ state }) => state)).toEqual(['abandoned'])
  expect(await mara.publication(id)).toMatchObject({ status: 'failed', failure: { code: 'spam_risk_text' } })
})

test('an old answer about an upload that was given up does not touch the new one', async () => {
  webhook({ isDropped: true })
  const inits = mara.inits().length
  const id = await mara.post()
  const publication = await mara.until(id, 'processing')
  const { publishId } = publication
  if (publishId === null) throw new Error('There is no upload.')
  stage.simulator.faults.add({ endpoint: 'processing', publishId, failReason: 'internal' })
  const answered = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  stage.clock.advance(3 * SECOND_MS)
  await stage.simulator.tick()
  stage.simulator.faults.add({
    endpoint: 'status',
    publishId,
    times: 1,
    run: () => {
      asked.resolve()
      return answered.promise
    },
  })
  const slowPoll = trackNow(stage.ctx, publication.id)
  await asked.promise
  await deliver('post.publish.failed', { publish_id: publishId, reason: 'internal' })
  stage.simulator.faults.add({ endpoint: 'processing', openId: mara.openId, times: 1, isStuck: true })
  await stage.runUntil(async () => {
    const now = await mara.publication(id)
    return now.status === 'processing' && now.publishId !== publishId
  })
  answered.resolve()
  await slowPoll
  expect((await mara.publication(id)).status).toBe('processing')
  expect(mara.inits()).toHaveLength(inits + 2)
})
