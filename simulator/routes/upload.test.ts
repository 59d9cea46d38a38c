import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startSimulator, type TestClient } from '../test-client.ts'
import { makeMovie } from '../test-movie.ts'
import { fetchStatus, initFile, putChunk, readInit } from '../test-uploads.ts'

const CHUNK = 5_242_880
const movie = makeMovie({ sizeBytes: 2 * CHUNK + 1000 })

async function begin(client: TestClient) {
  const { accessToken } = await client.connect('mara.bakes')
  const init = await initFile(client, accessToken, { videoSize: movie.length, chunkSize: CHUNK, chunkCount: 2 })
  const { publishId, uploadUrl } = readInit(init)
  return {
    uploadUrl,
    status: () => fetchStatus(client, accessToken, publishId),
    put: (firstByte: number, lastByte: number, headers?: Record<string, string>) =>
      putChunk(client, uploadUrl, movie.subarray(firstByte, lastByte + 1), {
        firstByte,
        totalBytes: movie.length,
        ...(headers && { headers }),
      }),
  }
}

test('chunks come in order, and the answers tell the progress', async () => {
  await using client = await startSimulator()
  const { put, status } = await begin(client)
  const first = await put(0, CHUNK - 1)
  expect(first.status).toBe(206)
  expect(first.headers.get('content-range')).toBe(`bytes 0-${CHUNK - 1}/${movie.length}`)
  expect((await status()).body).toMatchObject({ data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: CHUNK } })
  expect((await put(CHUNK, movie.length - 1)).status).toBe(201)
  await client.advance(60_000)
  expect(client.simulator.snapshot().posts[0]?.sha256).toBe(createHash('sha256').update(movie).digest('hex'))
})

test('a chunk out of step gets 416 with the progress', async () => {
  await using client = await startSimulator()
  const { put } = await begin(client)
  expect((await put(CHUNK, movie.length - 1)).status).toBe(416)
  await put(0, CHUNK - 1)
  const again = await put(0, CHUNK - 1)
  expect(again.status).toBe(416)
  expect(again.headers.get('content-range')).toBe(`bytes 0-${CHUNK - 1}/${movie.length}`)
})

test.each([
  ['a type that is no video', { 'content-type': 'application/octet-stream' }],
  ['a range of another size', { 'content-range': `bytes 0-${CHUNK - 1}/${movie.length + 1}` }],
  ['a range that is no range', { 'content-range': `0-${CHUNK - 1}` }],
  ['a range of another length than the body', { 'content-range': `bytes 0-${CHUNK}/${movie.length}` }],
])('%s gets 400', async (_, headers) => {
  await using client = await startSimulator()
  const { put } = await begin(client)
  expect((await put(0, CHUNK - 1, headers)).status).toBe(400)
  expect((await put(0, CHUNK - 1)).status).toBe(206)
})

test('a chunk of another length than announced gets 400', async () => {
  await using client = await startSimulator()
  const { put } = await begin(client)
  expect((await put(0, CHUNK - 2)).status).toBe(400)
})

test('the upload URL ends after an hour', async () => {
  await using client = await startSimulator()
  const { put } = await begin(client)
  client.clock.advance(3_600_000)
  expect((await put(0, CHUNK - 1)).status).toBe(403)
})

test('an unknown upload and a wrong token get 404', async () => {
  await using client = await startSimulator()
  const { uploadUrl } = await begin(client)
  const wrongToken = uploadUrl.replace(/upload_token=.*/, 'upload_token=guess')
  expect((await putChunk(client, wrongToken, movie)).status).toBe(404)
  expect((await putChunk(client, '/upload/video/?upload_id=1&upload_token=2', movie)).status).toBe(404)
})

test('a chunk that broke off in the middle counts nothing and can be sent again', async () => {
  await using client = await startSimulator()
  const { put, status, uploadUrl } = await begin(client)
  const { pathname, search, port } = new URL(uploadUrl)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  client.simulator.faults.add({ endpoint: 'upload', times: 1, run: () => start() })
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: video/mp4\r\n` +
      `Content-Length: ${CHUNK}\r\nContent-Range: bytes 0-${CHUNK - 1}/${movie.length}\r\n\r\n`,
  )
  socket.write(movie.subarray(0, 1_000_000))
  await started
  socket.resetAndDestroy()
  await once(socket, 'close')
  expect((await status()).body).toMatchObject({ data: { uploaded_bytes: 0 } })
  expect((await put(0, CHUNK - 1)).status).toBe(206)
  expect((await put(CHUNK, movie.length - 1)).status).toBe(201)
  await client.advance(60_000)
  expect(client.simulator.snapshot().posts[0]?.sha256).toBe(createHash('sha256').update(movie).digest('hex'))
})

test.each([
  ['file_format_check_failed', 'mara.bakes', Buffer.from('this is no video at all')],
  ['duration_check_failed', 'minute.max', makeMovie({ durationMs: 61_000 })],
  ['picture_size_check_failed', 'mara.bakes', makeMovie({ width: 200 })],
])('the media check says %s', async (reason, username, bytes) => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect(username)
  const { publishId, uploadUrl } = readInit(await initFile(client, accessToken, { videoSize: bytes.length }))
  expect((await putChunk(client, uploadUrl, bytes)).status).toBe(201)
  await client.advance(60_000)
  expect((await fetchStatus(client, accessToken, publishId)).body).toMatchObject({
    data: { status: 'FAILED', fail_reason: reason },
  })
  expect(client.simulator.snapshot().posts).toEqual([])
})
