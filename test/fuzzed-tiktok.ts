import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { bodyOf } from './fuzz-json.ts'

/** What TikTok answers once; `null` cuts the connection. */
export type FuzzedAnswer = { status: number; headers: Record<string, string>; body: string } | null

/** The answers of one attempt, by its code. */
export type FuzzedAttempt = { token: FuzzedAnswer; userInfo: FuzzedAnswer; revoke: FuzzedAnswer }

const TOKENS = {
  open_id: 'ID',
  scope: 'user.info.basic,video.publish',
  access_token: 'act.ID',
  expires_in: 7200,
  refresh_token: 'rft.ID',
  refresh_expires_in: 15_552_000,
  token_type: 'Bearer',
}
const USER = { open_id: 'ID', union_id: 'union', avatar_url: 'https://p16.tiktokcdn.com/a.webp', display_name: 'Ida' }

const headers = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ 'content-type': 'text/html' }, { 'retry-after': '-1' }, { location: '/' }),
  },
)

/** Mostly 200: what stands in the body is the question. 5xx of a read would be tried again, and take its time. */
const status = fc.oneof(
  { weight: 12, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constantFrom(201, 204, 301, 302, 304, 400, 401, 403, 404, 418, 429, 451) },
)
const tokenStatus = fc.oneof(
  { weight: 12, arbitrary: status },
  { weight: 1, arbitrary: fc.constantFrom(500, 502, 503) },
)

const tokenBody = fc.oneof(
  { weight: 5, arbitrary: bodyOf(TOKENS) },
  { weight: 1, arbitrary: bodyOf({ error: 'invalid_grant', error_description: 'expired', log_id: '1' }) },
)
const userBody = fc.oneof(
  {
    weight: 4,
    arbitrary: bodyOf(USER).map((user) => `{"data":{"user":${user}},"error":{"code":"ok","message":"","log_id":"1"}}`),
  },
  { weight: 1, arbitrary: bodyOf({ data: { user: USER }, error: { code: 'ok', message: '', log_id: '1' } }) },
  { weight: 1, arbitrary: bodyOf({ data: {}, error: { code: 'access_token_invalid', message: '', log_id: '1' } }) },
)

const whole = (body: string): FuzzedAnswer => ({ status: 200, headers: { 'content-type': 'application/json' }, body })
const cut = { weight: 1, arbitrary: fc.constant(null) }

const token = fc.oneof({ weight: 20, arbitrary: fc.record({ status: tokenStatus, headers, body: tokenBody }) }, cut)
const userInfo = fc.record({ status, headers, body: userBody })
const revoke = fc.oneof(
  { weight: 3, arbitrary: fc.record({ status, headers, body: bodyOf({ message: 'success' }) }) },
  cut,
)

/** The trade of the code is answered strangely; the profile is fine. */
export const strangeTokens: fc.Arbitrary<FuzzedAttempt> = fc.record({
  token,
  userInfo: fc.constant(whole(JSON.stringify({ data: { user: USER }, error: { code: 'ok' } }))),
  revoke,
})

/** The tokens are fine; the profile, or the revocation after it, is answered strangely. */
export const strangeProfiles: fc.Arbitrary<FuzzedAttempt> = fc.record({
  token: fc.constant(whole(JSON.stringify(TOKENS))),
  userInfo,
  revoke,
})

/** A server that answers as told, by the code or the token it is asked with. `ID` stands for the attempt's own id. */
export async function startFuzzedTikTok() {
  const attempts = new Map<string, FuzzedAttempt>()

  async function answerTo(request: IncomingMessage): Promise<FuzzedAnswer> {
    const form = new URLSearchParams(await text(request))
    const bearer = request.headers.authorization?.slice('Bearer act.'.length)
    const id = form.get('code') ?? form.get('token')?.slice('act.'.length) ?? bearer ?? ''
    const attempt = attempts.get(id)
    const answer = form.has('code') ? attempt?.token : form.has('token') ? attempt?.revoke : attempt?.userInfo
    return answer ? { ...answer, body: answer.body.replaceAll('"ID"', `"${id}"`).replaceAll('.ID"', `.${id}"`) } : null
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await answerTo(request)
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body)
    else request.socket.resetAndDestroy()
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It does not listen.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    attempts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
