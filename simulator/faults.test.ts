import { expect, test } from 'vitest'
import { createFaults } from './faults.ts'
import { startSimulator, type TestClient } from './test-client.ts'
import { makeMovie } from './test-movie.ts'
import { fetchStatus, initFile, putChunk, readInit } from './test-uploads.ts'

const movie = makeMovie({ sizeBytes: 200_000 })
const init = (client: TestClient, accessToken: string) => initFile(client, accessToken, { videoSize: movie.length })
const tasksOf = (client: TestClient) => client.simulator.snapshot().uploads.length

test('a fault skips, strikes so often, and only where it matches', () => {
  const faults = createFaults()
  faults.add({ endpoint: 'upload', chunkIndex: 1, skip: 1, times: 2 })
  const strikes = [1, 0, 1, 1, 1].map((chunkIndex) => faults.take({ endpoint: 'upload', chunkIndex }) !== null)
  expect(strikes).toEqual([false, false, true, true, false])
  expect(faults.take({ endpoint: 'status', chunkIndex: 1 })).toBeNull()
})

test('the same seed strikes the same calls', () => {
  const strikes = (seed: string) => {
    const faults = createFaults()
    faults.add({ endpoint: 'status', probability: 0.3, seed })
    return Array.from({ length: 200 }, () => faults.take({ endpoint: 'status' }) !== null)
  }
  expect(strikes('a')).toEqual(strikes('a'))
  expect(strikes('a')).not.toEqual(strikes('b'))
  expect(strikes('a').filter(Boolean).length).toBeGreaterThan(35)
  expect(strikes('a').filter(Boolean).length).toBeLessThan(85)
})

test('chance strikes the same calls of a creator, however the calls of others come between', () => {
  const strikes = (callers: string[]) => {
    const faults = createFaults()
    faults.add({ endpoint: 'status', probability: 0.5, seed: 'a' })
    const struck = callers.map((openId) => ({ openId, isStruck: faults.take({ endpoint: 'status', openId }) !== null }))
    return struck.filter(({ openId }) => openId === 'mara').map(({ isStruck }) => isStruck)
  }
  const alone = strikes(Array.from({ length: 40 }, () => 'mara'))
  expect(strikes(Array.from({ length: 40 }, () => ['tom', 'mara', 'lena']).flat())).toEqual(alone)
  expect(new Set(alone).size).toBe(2)
})

test('an error instead of the work', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  client.simulator.faults.add({ endpoint: 'video_init', status: 429, retryAfterS: 7, times: 1 })
  const refused = await init(client, accessToken)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('7')
  expect(refused.body).toMatchObject({ error: { code: 'rate_limit_exceeded' } })
  expect(tasksOf(client)).toBe(0)
  expect((await init(client, accessToken)).status).toBe(200)
})

test('an OAuth error has the flat shape, with any status', async () => {
  await using client = await startSimulator()
  const { refreshToken } = await client.connect('mara.bakes')
  client.simulator.faults.add({ endpoint: 'token', status: 200, code: 'invalid_grant', times: 1 })
  const refused = await client.refresh(refreshToken)
  expect(refused).toMatchObject({ status: 200, body: { error: 'invalid_grant' } })
  expect((await client.refresh(refreshToken)).body).toMatchObject({ token_type: 'Bearer' })
})

test('a connection cut before the work leaves no trace, one cut after it leaves the work', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  client.simulator.faults.add({ endpoint: 'video_init', cut: 'before', times: 1 })
  await expect(init(client, accessToken)).rejects.toThrow()
  expect(tasksOf(client)).toBe(0)
  client.simulator.faults.add({ endpoint: 'video_init', cut: 'after', times: 1 })
  await expect(init(client, accessToken)).rejects.toThrow()
  expect(tasksOf(client)).toBe(1)
  expect(client.simulator.state.calls.all('video_init').map((call) => call.code)).toEqual(['cut', 'cut'])
})

test('an upload cut during the body counts nothing; cut after it, everything', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const { publishId, uploadUrl } = readInit(await init(client, accessToken))
  client.simulator.faults.add({ endpoint: 'upload', publishId, cut: 'during', cutAfterBytes: 100_000, times: 1 })
  await expect(putChunk(client, uploadUrl, movie)).rejects.toThrow()
  expect((await fetchStatus(client, accessToken, publishId)).body).toMatchObject({ data: { uploaded_bytes: 0 } })
  client.simulator.faults.add({ endpoint: 'upload', chunkIndex: 0, cut: 'after', times: 1 })
  await expect(putChunk(client, uploadUrl, movie)).rejects.toThrow()
  expect((await fetchStatus(client, accessToken, publishId)).body).toMatchObject({
    data: { uploaded_bytes: movie.length },
  })
})

test('another body, or no body at all, or a body changed by the test', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const { publishId } = readInit(await init(client, accessToken))
  const status = () => fetchStatus(client, accessToken, publishId)
  const { faults } = client.simulator
  faults.add({ endpoint: 'status', status: 502, body: '<h1>Bad Gateway</h1>', times: 1 })
  expect(await status()).toMatchObject({ status: 502, text: '<h1>Bad Gateway</h1>' })
  faults.add({ endpoint: 'status', body: '{"data":', contentType: 'application/json', times: 1 })
  expect(await fetch(client.url).then(status, status).catch(String)).toContain('SyntaxError')
  faults.add({
    endpoint: 'status',
    times: 1,
    mutate: (reply) => ({ ...reply, body: reply.body.replace('PROCESSING_UPLOAD', 'SOMETHING_NEW') }),
  })
  expect((await status()).body).toMatchObject({ data: { status: 'SOMETHING_NEW' } })
})

test('an answer in other words, as a script asks for them, 64-bit numbers included', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const { publishId } = readInit(await init(client, accessToken))
  client.simulator.faults.add({
    endpoint: 'status',
    rewrite: [
      { pattern: 'PROCESSING_UPLOAD', to: 'PUBLISH_COMPLETE' },
      {
        pattern: '"publicaly_available_post_id":\\[(\\d*)\\]',
        to: '"publicaly_available_post_id":7602997517160123667$1',
      },
    ],
  })
  const { text } = await fetchStatus(client, accessToken, publishId)
  expect(text).toContain('"status":"PUBLISH_COMPLETE","publicaly_available_post_id":7602997517160123667,')
  expect(() => client.simulator.faults.add({ endpoint: 'status', rewrite: [{ pattern: '(', to: '' }] })).toThrow(
    'no regular expression',
  )
})

test('an answer that breaks off in its middle comes after the work', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  client.simulator.faults.add({ endpoint: 'video_init', cut: 'answering', times: 1 })
  await expect(init(client, accessToken)).rejects.toThrow('terminated')
  expect(tasksOf(client)).toBe(1)
})

test('a hanging call ends when the caller gives up', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  client.simulator.faults.add({ endpoint: 'user_info', hang: true, times: 1, run: () => reach() })
  const stop = new AbortController()
  const call = fetch(`${client.url}/v2/user/info/?fields=open_id`, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: stop.signal,
  })
  await reached
  stop.abort()
  await expect(call).rejects.toThrow()
})

test('processing fails, takes longer, or never ends', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const outcome = async () => {
    const { publishId, uploadUrl } = readInit(await init(client, accessToken))
    await putChunk(client, uploadUrl, movie)
    await client.advance(600_000)
    return client.simulator.state.tasks.get(publishId)
  }
  client.simulator.faults.add({ endpoint: 'processing', failReason: 'internal', times: 1 })
  expect(await outcome()).toMatchObject({ phase: 'failed', failReason: 'internal' })
  client.simulator.faults.add({ endpoint: 'processing', delayMs: 1_200_000, times: 1 })
  const late = await outcome()
  expect(late).toMatchObject({ phase: 'processing' })
  await client.advance(1_200_000)
  expect(client.simulator.state.tasks.get(late?.publishId ?? '')).toMatchObject({ phase: 'complete' })
  client.simulator.faults.add({ endpoint: 'processing', isStuck: true, times: 1 })
  expect(await outcome()).toMatchObject({ phase: 'processing', failReason: null })
})

test('faults come and go over HTTP', async () => {
  await using client = await startSimulator()
  const control = (method: string, path: string, body?: unknown) =>
    client.send(`/_simulator/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  expect((await control('POST', 'faults', { endpoint: 'status', status: 500 })).body).toEqual({ faultId: 1 })
  expect((await control('POST', 'faults', { endpoint: 'nowhere' })).status).toBe(400)
  expect((await control('GET', 'faults')).body).toMatchObject({ faults: [{ endpoint: 'status', status: 500 }] })
  expect((await control('DELETE', 'faults/1')).status).toBe(200)
  expect((await control('DELETE', 'faults/1')).status).toBe(404)
  expect((await control('GET', 'faults')).body).toEqual({ faults: [] })
})
