import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TikTokAnswerError, TikTokApiError, TikTokNetworkError } from './errors.ts'
import { delayMs, MAX_TRIES, mayRetry } from './retry.ts'

const network = (reason: 'timeout' | 'connect' | 'reset' | 'aborted') =>
  new TikTokNetworkError('x', { reason, mayHaveArrived: true })
const api = (code: string, status: number, retryAfterMs: number | null = null) =>
  new TikTokApiError('x', { code, status, logId: null, retryAfterMs })

test('a broken connection and a 5xx are tried again, up to three tries', () => {
  for (const failure of [
    network('timeout'),
    network('connect'),
    network('reset'),
    api('internal_error', 500),
    api('odd', 503),
  ])
    expect([1, 2, 3].map((attempt) => mayRetry(attempt, failure))).toEqual([true, true, false])
  expect(MAX_TRIES).toBe(3)
})

test('a rate limit, a refusal, nonsense and our own giving up are not', () => {
  const answer = new TikTokAnswerError('x', { status: 200 })
  for (const failure of [
    api('rate_limit_exceeded', 429),
    api('access_token_invalid', 401),
    answer,
    network('aborted'),
    new Error('x'),
  ])
    expect(mayRetry(1, failure)).toBe(false)
})

test('a server that wants a long pause is not asked again at once', () => {
  expect(mayRetry(1, api('internal_error', 503, 2_000))).toBe(true)
  expect(mayRetry(1, api('internal_error', 503, 60_000))).toBe(false)
})

test('the delay grows, has jitter between floor and cap, and is never shorter than asked', () => {
  expect([1, 2, 3, 9].map((attempt) => delayMs(attempt, { retryAfterMs: null, random: () => 0 }))).toEqual([
    100, 100, 100, 100,
  ])
  expect([1, 2, 3, 9].map((attempt) => delayMs(attempt, { retryAfterMs: null, random: () => 1 }))).toEqual([
    500, 1000, 2000, 5000,
  ])
  expect(delayMs(1, { retryAfterMs: 3_000, random: () => 0.5 })).toBe(3_000)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const pauseMs = delayMs(attempt, { retryAfterMs: null, random: () => random })
      expect(pauseMs).toBeGreaterThanOrEqual(100)
      expect(pauseMs).toBeLessThanOrEqual(5_000)
    }),
  )
})
