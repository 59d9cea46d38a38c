import { expect, test } from 'vitest'
import { startSimulator } from './test-client.ts'
import { initFile } from './test-uploads.ts'

test('six inits fit into any minute, the seventh is refused until the first has left the window', async () => {
  await using client = await startSimulator()
  const { accessToken, refreshToken } = await client.connect('mara.bakes')
  const init = async (token = accessToken) => (await initFile(client, token, { videoSize: 1000 })).status
  expect(await init()).toBe(200)
  await client.advance(30_000)
  for (let count = 2; count <= 6; count += 1) expect(await init()).toBe(200)
  const refused = await initFile(client, accessToken, { videoSize: 1000 })
  expect(refused.status).toBe(429)
  expect(refused.body).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
  expect(refused.headers.get('retry-after')).toBeNull()

  await client.advance(29_999)
  expect(await init()).toBe(429)
  await client.advance(1)
  expect(await init()).toBe(200)
  expect(await init()).toBe(429)

  const { access_token } = JSON.parse((await client.refresh(refreshToken)).text)
  expect(await init(access_token)).toBe(429)
})

test('each account has its own windows', async () => {
  await using client = await startSimulator({ limits: { creatorInfoPerMinute: 1 } })
  const mara = await client.connect('mara.bakes')
  const lena = await client.connect('lena.climbs')
  const ask = async (accessToken: string) =>
    (await client.api(accessToken, '/v2/post/publish/creator_info/query/', {})).status
  expect(await ask(mara.accessToken)).toBe(200)
  expect(await ask(mara.accessToken)).toBe(429)
  expect(await ask(lena.accessToken)).toBe(200)
})
