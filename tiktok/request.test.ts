import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { TikTokAnswerError, TikTokApiError, TikTokError, TikTokNetworkError } from './errors.ts'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, type Reply, refused, startRawServer, startServer } from './test-server.ts'

const { accessToken, refreshToken } = secrets
const processing = ok({ status: 'PROCESSING_UPLOAD' })
const reset: Reply = (request) => request.socket.destroy()
const never: Reply = () => {}

async function statusAgainst(replies: Reply[], timeouts = {}) {
  await using server = await startServer(...replies)
  await using client = createTestClient(server.url, { timeouts })
  const outcome = await client.publishStatus({ accessToken, publishId: 'p' }).catch((error: unknown) => error)
  return { outcome, calls: server.seen.length, pausesMs: client.pausesMs }
}

async function initAgainst(reply: Reply, timeouts = {}) {
  await using server = await startServer(reply)
  await using client = createTestClient(server.url, { timeouts })
  const source = { kind: 'url', videoUrl: 'https://media.example.com/a.mp4' } as const
  return { outcome: await failureOf(client.initInboxVideo({ accessToken, source })), calls: server.seen.length }
}

test('a read is tried again after a 5xx or a broken connection, with growing pauses', async () => {
  expect(await statusAgainst([refused(500, 'internal_error'), reset, processing])).toMatchObject({
    outcome: { phase: 'processing' },
    calls: 3,
    pausesMs: [100, 100],
  })
  await using server = await startServer({ status: 502, text: '<html>Bad Gateway</html>' })
  await using client = createTestClient(server.url, { random: () => 1 })
  const error = await failureOf(client.publishStatus({ accessToken, publishId: 'p' }))
  expect(error).toMatchObject({ name: 'TikTokApiError', code: 'internal_error', status: 502, remedy: 'retry' })
  expect(client.pausesMs).toEqual([500, 1000])
  expect(server.seen).toHaveLength(3)
})

test('a read is not tried again after a refusal, nonsense or a rate limit', async () => {
  for (const reply of [refused(401, 'access_token_invalid'), { text: 'hello' }, refused(429, 'rate_limit_exceeded')])
    expect(await statusAgainst([reply, processing])).toMatchObject({ outcome: expect.any(Error), calls: 1 })
})

test('an init, a cancel and a token call are sent once, whatever happens', async () => {
  for (const reply of [refused(500, 'internal_error'), reset]) {
    const { outcome, calls } = await initAgainst(reply)
    expect(outcome).toMatchObject({ mayHaveTakenEffect: true })
    expect(calls).toBe(1)
  }
  await using server = await startServer(reset)
  await using client = createTestClient(server.url)
  await failureOf(client.refreshToken({ refreshToken }))
  await failureOf(client.cancelPublish({ accessToken, publishId: 'p' }))
  expect(server.seen).toHaveLength(2)
})

test('a server that never answers is a timeout that may have arrived', async () => {
  const { outcome } = await initAgainst(never, { requestMs: 100 })
  expect(outcome).toBeInstanceOf(TikTokNetworkError)
  expect(outcome).toMatchObject({ reason: 'timeout', mayHaveArrived: true })
})

test('a server that stops in the middle of its answer is a timeout too', async () => {
  const half: Reply = (_request, response) => response.writeHead(200).write('{"data":')
  const { outcome } = await initAgainst(half, { requestMs: 100 })
  expect(outcome).toMatchObject({ reason: 'timeout', mayHaveArrived: true })
})

test('a connection that breaks before or in the answer may have arrived', async () => {
  const half: Reply = (request, response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"data":', () => request.socket.destroy())
  }
  for (const reply of [reset, half]) {
    const { outcome } = await initAgainst(reply)
    expect(outcome).toBeInstanceOf(TikTokNetworkError)
    expect(outcome).toMatchObject({ reason: 'reset', mayHaveArrived: true, cause: expect.any(Error) })
  }
})

test('a connection that could not be made has certainly not arrived', async () => {
  let url = ''
  {
    await using server = await startServer(ok({}))
    url = server.url
    await using tlsClient = createTestClient(server.url.replace('http:', 'https:'))
    const noTls = await failureOf(tlsClient.cancelPublish({ accessToken, publishId: 'p' }))
    expect(noTls).toMatchObject({ reason: 'connect', mayHaveArrived: false })
    expect(server.seen).toEqual([])
  }
  await using client = createTestClient(url)
  const refusedConnection = await failureOf(client.cancelPublish({ accessToken, publishId: 'p' }))
  expect(refusedConnection).toMatchObject({ reason: 'connect', mayHaveArrived: false, mayHaveTakenEffect: false })

  await using silent = await startRawServer(() => {})
  const options = { timeouts: { requestMs: 100 } }
  await using handshaking = createTestClient(silent.url.replace('http:', 'https:'), options)
  const noHandshake = await failureOf(handshaking.cancelPublish({ accessToken, publishId: 'p' }))
  expect(noHandshake).toMatchObject({ reason: 'timeout', mayHaveArrived: false })
})

test('an init goes over a connection of its own, so that no kept one can be dead', async () => {
  const ports = new Set<number | undefined>()
  await using server = await startServer((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('{"data":{"publish_id":"p","status":"x"},"error":{"code":"ok"}}')
  })
  await using client = createTestClient(server.url)
  const source = { kind: 'url', videoUrl: 'https://media.example.com/a.mp4' } as const
  await client.initInboxVideo({ accessToken, source })
  await client.initInboxVideo({ accessToken, source })
  expect(ports.size).toBe(2)
  for (let call = 0; call < 6; call++) await client.publishStatus({ accessToken, publishId: 'p' })
  expect(ports.size).toBeLessThan(2 + 6)
})

test.each<[string, Reply, number]>([
  ['a page', { text: '<!doctype html><title>Blocked</title>' }, 200],
  ['a page with 403', { status: 403, text: '<html>Forbidden</html>' }, 403],
  ['broken JSON', { text: '{"data":{"status":' }, 200],
  ['an empty body', { text: '' }, 200],
  ['another shape', { json: { status: 'x' } }, 200],
  ['a missing field', ok({}), 200],
  ['a field of another type', ok({ status: 7 }), 200],
  ['ok beside a failure', { ...ok({ status: 'x' }), status: 400 }, 400],
  ['an endless answer', { text: `"${'x'.repeat(5 * 1024 ** 2)}"` }, 200],
])('%s is nonsense', async (_what, reply, status) => {
  const { outcome } = await statusAgainst([reply])
  expect(outcome).toBeInstanceOf(TikTokAnswerError)
  expect(outcome).toMatchObject({ status })
})

test('a server that does not speak HTTP is nonsense', async () => {
  await using server = await startRawServer((socket) =>
    socket.once('data', () => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
  )
  await using client = createTestClient(server.url)
  const error = await failureOf(client.publishStatus({ accessToken, publishId: 'p' }))
  expect(error).toBeInstanceOf(TikTokAnswerError)
  expect(error).toMatchObject({ status: null, mayHaveTakenEffect: true })
})

test('a redirect is not followed', async () => {
  const { outcome, calls } = await statusAgainst([
    { status: 302, headers: { Location: '/elsewhere' }, text: '' },
    processing,
  ])
  expect(outcome).toMatchObject({ name: 'TikTokAnswerError', status: 302 })
  expect(calls).toBe(1)
})

test.each([
  [{}, null],
  [{ 'Retry-After': '17' }, 17_000],
  [{ 'Retry-After': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
  [{ 'Retry-After': 'Fri, 20 Nov 2026 11:00:00 GMT' }, 0],
  [{ 'Retry-After': 'soon' }, null],
])('a rate limit with %j asks to wait %j ms', async (headers, retryAfterMs) => {
  const limit = { ...refused(429, 'rate_limit_exceeded'), headers }
  const { outcome } = await statusAgainst([limit])
  expect(outcome).toBeInstanceOf(TikTokApiError)
  expect(outcome).toMatchObject({
    code: 'rate_limit_exceeded',
    status: 429,
    remedy: 'wait',
    retryAfterMs,
    logId: 'log-2',
  })
  const page = await statusAgainst([{ status: 429, headers, text: 'slow down' }])
  expect(page.outcome).toMatchObject({ code: 'rate_limit_exceeded', retryAfterMs })
})

test('the code decides, not the status: an error with HTTP 200 is one, and an empty code is an internal error', async () => {
  const banned = await statusAgainst([refused(200, 'spam_risk_user_banned_from_posting')])
  expect(banned.outcome).toMatchObject({
    name: 'TikTokApiError',
    status: 200,
    remedy: 'hold',
    mayHaveTakenEffect: false,
  })
  const empty = await initAgainst(refused(500, ''))
  expect(empty.outcome).toMatchObject({ code: 'internal_error', status: 500, mayHaveTakenEffect: true })
})

test('a log id is kept in either spelling', async () => {
  const reply = {
    status: 403,
    json: { data: {}, error: { code: 'url_ownership_unverified', message: '', logid: 'L-7' } },
  }
  expect((await statusAgainst([reply])).outcome).toMatchObject({ logId: 'L-7' })
})

/** Everything that a log could show of the errors of three calls, each with a secret of its own. */
async function shownErrors(apiUrl: string) {
  await using client = createTestClient(apiUrl, { timeouts: { requestMs: 100 } })
  const errors = [
    await failureOf(client.refreshToken({ refreshToken })),
    await failureOf(client.exchangeCode({ code: secrets.code, redirectUri: 'https://a.example.com/' })),
    await failureOf(client.publishStatus({ accessToken, publishId: 'p' })),
  ]
  for (const error of errors) expect(error).toBeInstanceOf(TikTokError)
  return errors.map((error) => inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error))
}

test('no error shows what was sent, even when TikTok repeats it', async () => {
  const echo = `bad ${Object.values(secrets).join(' ')}`
  const oauthEcho = { status: 400, json: { error: 'invalid_request', error_description: echo, log_id: 'x' } }
  for (const reply of [refused(400, 'invalid_params', echo), oauthEcho]) {
    await using server = await startServer(reply)
    const [refresh, exchange, status] = await shownErrors(server.url)
    for (const sent of [refreshToken, secrets.clientSecret]) expect(refresh).not.toContain(sent)
    for (const sent of [secrets.code, secrets.clientSecret]) expect(exchange).not.toContain(sent)
    expect(status).not.toContain(accessToken)
  }
})

test('no error shows an answer that holds tokens', async () => {
  const tokens = { access_token: accessToken, refresh_token: refreshToken }
  const whole = JSON.stringify(tokens)
  const texts = [whole, whole.slice(0, -5), `<html>${whole}`, `{"error":{"code":"${accessToken} ${refreshToken}"}}`]
  const replies: Reply[] = [...texts.map((text) => ({ text })), { status: 500, text: whole }, reset, never]
  const expectNoSecret = (shown: string[]) => {
    for (const secret of Object.values(secrets)) expect(shown.join()).not.toContain(secret)
  }
  for (const reply of replies) {
    await using server = await startServer(reply)
    expectNoSecret(await shownErrors(server.url))
  }
  await using odd = await startRawServer((socket) => socket.once('data', () => socket.write(`SSH ${whole}\r\n\r\n`)))
  expectNoSecret(await shownErrors(odd.url))
})
