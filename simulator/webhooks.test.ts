import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startSimulator, type TestClient } from './test-client.ts'
import { makeMovie } from './test-movie.ts'
import { type Receiver, startReceiver } from './test-receiver.ts'
import { initFile, putChunk, readInit } from './test-uploads.ts'

const Envelope = z.object({
  client_key: z.string(),
  event: z.string(),
  create_time: z.number(),
  user_openid: z.string(),
  content: z.string(),
})

const eventsOf = (receiver: Receiver) => receiver.received.map(({ body }) => Envelope.parse(JSON.parse(body)).event)

/** Posts one small public video and lets everything end. */
async function publish(client: TestClient): Promise<string> {
  const { accessToken } = await client.connect('mara.bakes')
  const movie = makeMovie()
  const { publishId, uploadUrl } = readInit(await initFile(client, accessToken, { videoSize: movie.length }))
  await putChunk(client, uploadUrl, movie)
  await client.advance(10_000)
  return publishId
}

test('a post is told as complete and then as public, signed over the raw body', async () => {
  await using receiver = await startReceiver((_, response) => response.end())
  await using client = await startSimulator({ app: { webhookUrl: `${receiver.url}/hook` } })
  const publishId = await publish(client)

  expect(eventsOf(receiver)).toEqual(['post.publish.complete', 'post.publish.publicly_available'])
  const [, last] = receiver.received
  const envelope = Envelope.parse(JSON.parse(last?.body ?? ''))
  expect(envelope).toMatchObject({ client_key: 'ck_demo', user_openid: client.simulator.openIdOf('mara.bakes') })
  expect(JSON.parse(envelope.content)).toEqual({
    publish_id: publishId,
    publish_type: 'DIRECT_PUBLISH',
    post_id: client.simulator.snapshot().posts[0]?.postId,
  })
  const [, timestamp, signature] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(last?.headers['tiktok-signature'])) ?? []
  const expected = createHmac('sha256', 'demo_client_secret').update(`${timestamp}.${last?.body}`).digest('hex')
  expect(signature).toBe(expected)
})

test('anything but 200 is tried again with growing pauses', async () => {
  await using receiver = await startReceiver((_, response, count) => {
    response.statusCode = count <= 2 ? 202 : 200
    response.end()
  })
  await using client = await startSimulator({ app: { webhookUrl: receiver.url } })
  await client.connect('mara.bakes')
  client.simulator.revokeAuthorization(client.simulator.openIdOf('mara.bakes'), 4)
  await client.simulator.tick()
  expect(receiver.received).toHaveLength(1)
  await client.advance(9_999)
  expect(receiver.received).toHaveLength(1)
  await client.advance(1)
  expect(receiver.received).toHaveLength(2)
  await client.advance(20_000)
  expect(receiver.received).toHaveLength(3)
  await client.advance(24 * 3_600_000)
  expect(receiver.received).toHaveLength(3)
  expect(JSON.parse(receiver.received[2]?.body ?? '')).toMatchObject({
    event: 'authorization.removed',
    content: '{"reason":4}',
  })
})

test('after 72 hours nobody tries any more', async () => {
  await using client = await startSimulator({ app: { webhookUrl: 'http://127.0.0.1:1/' } })
  await client.connect('mara.bakes')
  client.simulator.revokeAuthorization(client.simulator.openIdOf('mara.bakes'))
  for (let hour = 0; hour < 80; hour += 1) await client.advance(3_600_000)
  expect(client.simulator.snapshot().webhooksWaiting).toBe(0)
})

test('events can come twice, in the wrong order, wrongly signed or not at all', async () => {
  await using receiver = await startReceiver((_, response) => response.end())
  await using client = await startSimulator({ app: { webhookUrl: receiver.url } })
  const { faults } = client.simulator
  faults.add({ endpoint: 'webhook', event: 'post.publish.complete', isReordered: true })
  faults.add({ endpoint: 'webhook', event: 'post.publish.publicly_available', duplicates: 1, hasBadSignature: true })
  faults.add({ endpoint: 'webhook', event: 'post.publish.no_longer_publicaly_available', isDropped: true })
  await publish(client)
  client.simulator.setPostPublic(client.simulator.snapshot().posts[0]?.postId ?? '', false)
  await client.simulator.tick()
  expect(eventsOf(receiver)).toEqual([
    'post.publish.publicly_available',
    'post.publish.publicly_available',
    'post.publish.complete',
  ])
})

test('the creator makes a post private: the word for it is spelled as TikTok spells it', async () => {
  await using receiver = await startReceiver((_, response) => response.end())
  await using client = await startSimulator({ app: { webhookUrl: receiver.url } })
  await publish(client)
  client.simulator.setPostPublic(client.simulator.snapshot().posts[0]?.postId ?? '', false)
  await client.simulator.tick()
  expect(eventsOf(receiver).at(-1)).toBe('post.publish.no_longer_publicaly_available')
})
