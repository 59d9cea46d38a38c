import { expect, test } from 'vitest'
import { createSimulator } from './simulator.ts'
import { startSimulator } from './test-client.ts'
import { makeMovie } from './test-movie.ts'
import { startReceiver } from './test-receiver.ts'
import { initFile, putChunk, readInit } from './test-uploads.ts'

test('without a clock it runs by itself', async () => {
  const { promise: isPublic, resolve } = Promise.withResolvers<string>()
  await using receiver = await startReceiver((_, response, count) => {
    response.end()
    if (count === 2) resolve(receiver.received[1]?.body ?? '')
  })
  await using client = await startSimulator({
    app: { webhookUrl: receiver.url },
    clock: undefined,
    timing: { processingMs: 1, moderationMs: 1 },
  })
  const { accessToken } = await client.connect('mara.bakes')
  const movie = makeMovie()
  await putChunk(client, readInit(await initFile(client, accessToken, { videoSize: movie.length })).uploadUrl, movie)
  expect(await isPublic).toContain('post.publish.publicly_available')
})

test('an app registered against the rules does not start', async () => {
  const app = { clientKey: 'ck', clientSecret: 's', redirectUris: ['http://app.example.com/'], audited: true }
  await expect(createSimulator({ apps: [app] })).rejects.toThrow(
    'The redirect URI http://app.example.com/ is not https',
  )
})

test('what the developer portal changes holds from then on', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  client.simulator.changeApp({ audited: false })
  expect((await initFile(client, accessToken, { videoSize: 1000 })).body).toMatchObject({
    error: { code: 'unaudited_client_can_only_post_to_private_accounts' },
  })
})
