import { Agent } from 'undici'
import { expect, test } from 'vitest'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, startServer } from './test-server.ts'

const request = { accessToken: secrets.accessToken, publishId: 'p' }

test('closing ends the calls under way, and later ones never leave', async () => {
  const arrived = Promise.withResolvers<void>()
  await using server = await startServer(() => arrived.resolve())
  const client = createTestClient(server.url)
  const hanging = [failureOf(client.publishStatus(request)), failureOf(client.cancelPublish(request))]
  await arrived.promise
  await client.close()
  for (const failure of await Promise.all(hanging)) expect(failure).toMatchObject({ reason: 'aborted' })
  const later = await failureOf(client.cancelPublish(request))
  expect(later).toMatchObject({ reason: 'aborted', mayHaveArrived: false })
})

test('a given dispatcher is used for every call and left open', async () => {
  await using server = await startServer(ok({ status: 'x' }))
  const dispatcher = new Agent()
  const client = createTestClient(server.url, { dispatcher })
  await client.close()
  await client.publishStatus(request)
  await client.cancelPublish(request)
  expect(server.seen).toHaveLength(2)
  await dispatcher.close()
})
