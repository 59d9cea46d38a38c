import { expect, test } from 'vitest'
import {
  type NetworkFailure,
  TikTokAnswerError,
  TikTokApiError,
  TikTokNetworkError,
  TikTokUploadError,
} from '#tiktok/errors.ts'
import { judgeCall } from './call-verdict.ts'

const api = (status: number, code: string) => new TikTokApiError('x', { code, status, logId: null, retryAfterMs: null })
const network = (reason: NetworkFailure) => new TikTokNetworkError('x', { reason, mayHaveArrived: true })
const upload = (status: number) => new TikTokUploadError('x', { status, action: 'retry-chunk', retryAfterMs: null })
const nonsense = (status: number | null) => new TikTokAnswerError('x', { status })

test.each([
  ['no answer in time', network('timeout'), 'network_timeout'],
  ['no connection', network('connect'), 'network_connect'],
  ['a connection that broke', network('reset'), 'network_reset'],
  ['a 503', api(503, 'some_new_code'), 'some_new_code'],
  ['an internal error with HTTP 200', api(200, 'internal_error'), 'internal_error'],
  ['a page instead of JSON', nonsense(200), 'unreadable_answer'],
  ['what is not even HTTP', nonsense(null), 'unreadable_answer'],
  ['a chunk that is answered 500', upload(500), 'upload_500'],
])('%s is a failure of TikTok', (_, error, code) => {
  expect(judgeCall(error)).toEqual({ kind: 'fails', code })
})

test.each([
  ['a rate limit', api(429, 'rate_limit_exceeded')],
  ['a dead token', api(401, 'access_token_invalid')],
  ['a cap, told with HTTP 200', api(200, 'spam_risk_too_many_posts')],
  ['a refused value', api(400, 'invalid_params')],
  ['a page with a refusal', nonsense(403)],
  ['a dead upload URL', upload(404)],
  ['a chunk too many', upload(429)],
])('%s proves that TikTok is there', (_, error) => {
  expect(judgeCall(error)).toEqual({ kind: 'answers' })
})

test.each([
  ['what we gave up ourselves', network('aborted')],
  ['our own mistake', new TypeError('x')],
])('%s says nothing about TikTok', (_, error) => {
  expect(judgeCall(error)).toEqual({ kind: 'unknown' })
})
