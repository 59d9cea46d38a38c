import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createTestClient, failureOf } from './test-client.ts'
import { type Reply, startRawServer, startServer } from './test-server.ts'

const piece = Buffer.alloc(64 * 1024, 7)

/** A body of so many bytes, and how many of them were taken so far. */
function zeros(sizeBytes: number) {
  const meter = { takenBytes: 0 }
  function* pieces() {
    for (let left = sizeBytes; left > 0; left -= piece.byteLength) {
      const next = piece.subarray(0, Math.min(left, piece.byteLength))
      meter.takenBytes += next.byteLength
      yield next
    }
  }
  return { meter, open: () => Readable.from(pieces(), { objectMode: true, highWaterMark: 1 }) }
}

function chunkOf(serverUrl: string, sizeBytes: number) {
  const uploadUrl = `${serverUrl}/upload/?upload_id=1&upload_token=secret-0005`
  return { uploadUrl, contentType: 'video/mp4', firstByte: 0, lastByte: sizeBytes - 1, totalBytes: sizeBytes }
}

/** Headers as they came over the wire, name and value in turn. */
function headerLines(rawHeaders: string[]): string[] {
  return rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[i + 1]}`] : []))
}

/** Takes the whole body, then answers. */
function taking(status: number, headers = {}): Reply {
  return (request, response) => request.resume().on('end', () => response.writeHead(status, headers).end())
}

async function upload(reply: Reply, { sizeBytes = 1000, totalBytes = 0, timeouts = {} } = {}) {
  await using server = await startServer(reply)
  await using client = createTestClient(server.url, { timeouts })
  const chunk = { ...chunkOf(server.url, sizeBytes), body: zeros(sizeBytes).open }
  const outcome = await client
    .uploadChunk({ ...chunk, totalBytes: totalBytes || sizeBytes })
    .catch((error: unknown) => error)
  expect(server.seen.length).toBeLessThanOrEqual(1)
  return outcome
}

test('a chunk is one PUT with exactly the documented headers and exactly its bytes', async () => {
  const received: Buffer[] = []
  await using server = await startServer(async (request, response) => {
    for await (const part of request) received.push(part)
    response.writeHead(206, { 'Content-Range': 'bytes 0-41/100' }).end()
  })
  await using client = createTestClient(server.url)
  const moved: number[] = []
  const answer = await client.uploadChunk({
    ...chunkOf(server.url, 100),
    firstByte: 40,
    lastByte: 41,
    contentType: 'video/quicktime',
    body: () => Readable.from([Buffer.from('a'), Buffer.from('b')]),
    onBytes: (sizeBytes) => moved.push(sizeBytes),
  })
  expect(answer).toEqual({ isComplete: false, receivedBytes: 42 })
  expect(Buffer.concat(received).toString()).toBe('ab')
  expect(moved).toEqual([1, 1])
  const [request] = server.seen
  expect(request).toMatchObject({ method: 'PUT', path: '/upload/?upload_id=1&upload_token=secret-0005' })
  expect(headerLines(request?.rawHeaders ?? []).filter((line) => !/^(host|connection):/.test(line))).toEqual([
    'content-type: video/quicktime',
    'content-range: bytes 40-41/100',
    'content-length: 2',
  ])
})

test('201 means complete', async () => {
  expect(await upload(taking(201))).toEqual({ isComplete: true, receivedBytes: 1000 })
})

test.each([
  ['bytes 0-999/5000', 1000],
  ['bytes 0-1000/5000', 1000],
  ['bytes 0-499/5000', 499],
  ['bytes 0-999/4000', null],
  ['bytes */5000', null],
  [undefined, null],
])('206 with Content-Range %j means that %j bytes are there', async (contentRange, receivedBytes) => {
  const headers = contentRange ? { 'Content-Range': contentRange } : {}
  expect(await upload(taking(206, headers), { totalBytes: 5000 })).toEqual({ isComplete: false, receivedBytes })
})

test.each([
  [400, 'stop'],
  [401, 'stop'],
  [403, 'new-init'],
  [404, 'new-init'],
  [408, 'retry-chunk'],
  [416, 'ask-progress'],
  [429, 'retry-chunk'],
  [500, 'retry-chunk'],
  [503, 'retry-chunk'],
  [302, 'stop'],
  [200, 'ask-progress'],
  [204, 'ask-progress'],
])('%d asks to %s, and shows no upload URL', async (status, action) => {
  const error = await upload(taking(status, { 'Retry-After': '3', Location: '/elsewhere' }))
  expect(error).toMatchObject({ name: 'TikTokUploadError', status, action, retryAfterMs: 3000 })
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret-0005')
})

test('100 MB go through with little in memory, as fast as the server takes them', async () => {
  const sizeBytes = 100_000_000
  const source = zeros(sizeBytes)
  let receivedBytes = 0
  let mostInFlightBytes = 0
  await using server = await startServer(async (request, response) => {
    for await (const part of request) {
      receivedBytes += part.byteLength
      mostInFlightBytes = Math.max(mostInFlightBytes, source.meter.takenBytes - receivedBytes)
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.writeHead(201).end()
  })
  await using client = createTestClient(server.url)
  let movedBytes = 0
  const answer = await client.uploadChunk({
    ...chunkOf(server.url, sizeBytes),
    body: source.open,
    onBytes: (bytes) => {
      movedBytes += bytes
    },
  })
  expect(answer).toEqual({ isComplete: true, receivedBytes: sizeBytes })
  expect([receivedBytes, movedBytes]).toEqual([sizeBytes, sizeBytes])
  // What the kernel's two buffers hold at most, on any machine we know.
  expect(mostInFlightBytes).toBeLessThan(32_000_000)
}, 30_000)

test('a range of a file goes straight from the disk, and the file is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'))
  try {
    const path = join(folder, 'sparse.mp4')
    await using file = await open(path, 'w')
    await file.truncate(20_000_000)
    await using server = await startServer(taking(206))
    await using client = createTestClient(server.url)
    const stream = createReadStream(path, { start: 5_000_000, end: 9_999_999 })
    const chunk = { ...chunkOf(server.url, 20_000_000), firstByte: 5_000_000, lastByte: 9_999_999 }
    const answer = await client.uploadChunk({ ...chunk, body: () => stream })
    expect(answer).toEqual({ isComplete: false, receivedBytes: null })
    expect(stream.destroyed).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([403, 404, 416, 500, 503])('%d while the body is still being sent is heard', async (status) => {
  const early: Reply = (request, response) => {
    request.once('data', () => response.writeHead(status, { Connection: 'close' }).end('no'))
  }
  expect(await upload(early, { sizeBytes: 20_000_000 })).toMatchObject({ name: 'TikTokUploadError', status })
})

test('403 is heard even when the server closes at once and our next write already fails', async () => {
  const body = new PassThrough({ highWaterMark: 1 })
  await using server = await startRawServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno')
      socket.resetAndDestroy()
      // Before the client's event loop can see the answer, its next write runs into the reset.
      body.write(piece)
      body.write(piece)
    })
  })
  await using client = createTestClient(server.url)
  body.write(piece)
  const error = await failureOf(client.uploadChunk({ ...chunkOf(server.url, 10 * piece.byteLength), body: () => body }))
  expect(error).toMatchObject({ name: 'TikTokUploadError', status: 403, action: 'new-init' })
  expect(body.destroyed).toBe(true)
})

test('a success before the last byte is not believed', async () => {
  const early: Reply = (request, response) => {
    request.once('data', () => response.writeHead(201).end())
  }
  const error = await upload(early, { sizeBytes: 50_000_000 })
  expect(error).toMatchObject({ name: 'TikTokUploadError', status: 201, action: 'ask-progress' })
})

test('a connection that breaks while the body is being sent may have brought the bytes', async () => {
  const cut: Reply = (request) => request.once('data', () => request.socket.resetAndDestroy())
  const error = await upload(cut, { sizeBytes: 20_000_000 })
  expect(error).toMatchObject({ name: 'TikTokNetworkError', reason: 'reset', mayHaveArrived: true })
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret-0005')
})

test('a server that takes nothing more is a timeout, and so is one that never answers', async () => {
  const deaf: Reply = (request) => request.pause()
  const mute: Reply = (request) => request.resume()
  for (const reply of [deaf, mute])
    expect(await upload(reply, { sizeBytes: 30_000_000, timeouts: { chunkIdleMs: 150 } })).toMatchObject({
      name: 'TikTokNetworkError',
      reason: 'timeout',
      mayHaveArrived: true,
    })
})

test('an upload is given up by its signal, before and during', async () => {
  const controller = new AbortController()
  await using server = await startServer((request) => request.once('data', () => controller.abort()).resume())
  await using client = createTestClient(server.url)
  const source = zeros(50_000_000)
  const chunk = { ...chunkOf(server.url, 50_000_000), body: source.open, signal: controller.signal }
  expect(await failureOf(client.uploadChunk(chunk))).toMatchObject({ reason: 'aborted', mayHaveArrived: true })
  expect(await failureOf(client.uploadChunk(chunk))).toMatchObject({ reason: 'aborted', mayHaveArrived: false })
  expect(server.seen).toHaveLength(1)
})

test('a body that cannot be read says so itself', async () => {
  await using server = await startServer(taking(201))
  await using client = createTestClient(server.url)
  const chunk = chunkOf(server.url, 1000)
  const missing = client.uploadChunk({ ...chunk, body: () => createReadStream('/no/such/file') })
  expect(await failureOf(missing)).toMatchObject({ code: 'ENOENT' })
  const breaking = new PassThrough()
  breaking.write('begun')
  server.seen.length = 0
  const broken = client.uploadChunk({
    ...chunk,
    body: () => breaking,
    onBytes: () => breaking.destroy(new Error('disk gone')),
  })
  expect(await failureOf(broken)).toMatchObject({ message: 'disk gone' })
})

test('a body of another length is our own mistake, and never completes the chunk', async () => {
  for (const sizeBytes of [999, 1001, 0]) {
    await using server = await startServer(taking(201))
    await using client = createTestClient(server.url)
    const chunk = { ...chunkOf(server.url, 1000), body: zeros(sizeBytes).open }
    expect(await failureOf(client.uploadChunk(chunk))).toBeInstanceOf(RangeError)
  }
})

test('nothing is sent to a URL that is not TikTok’s', async () => {
  await using client = createTestClient('https://open.tiktokapis.com')
  for (const uploadUrl of ['https://evil.example.com/?upload_token=secret-0005', 'nonsense secret-0005']) {
    const error = await failureOf(client.uploadChunk({ ...chunkOf('', 10), uploadUrl, body: zeros(10).open }))
    expect(error).toMatchObject({ name: 'TikTokAnswerError', status: null })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret-0005')
  }
})
