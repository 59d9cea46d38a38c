import { expect, test } from 'vitest'
import { plannedRefreshAt, refreshDueAt, refreshRetryDelayMs } from './refresh-times.ts'

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const now = new Date('2026-11-20T09:00:00Z')
const inS = (seconds: number) => new Date(now.getTime() + seconds * 1000)

/** Tokens that were issued just now. */
function tokens(lifetimeS: number, refreshLifetimeS = 180 * 24 * HOUR_S) {
  return { tokenLifetimeS: lifetimeS, tokenExpiresAt: inS(lifetimeS), refreshExpiresAt: inS(refreshLifetimeS) }
}

test('a token is due when a quarter of its lifetime is left, whatever lifetime TikTok gave it', () => {
  expect(refreshDueAt(tokens(24 * HOUR_S))).toEqual(inS(18 * HOUR_S))
  expect(refreshDueAt(tokens(2 * HOUR_S))).toEqual(inS(90 * MINUTE_S))
})

test('a token is due when ten minutes are left, where a quarter would be less', () => {
  expect(refreshDueAt(tokens(30 * MINUTE_S))).toEqual(inS(20 * MINUTE_S))
})

test('a token that lives for minutes only is used for half of them', () => {
  expect(refreshDueAt(tokens(8 * MINUTE_S))).toEqual(inS(4 * MINUTE_S))
})

test('an account without a token is due', () => {
  const none = { tokenLifetimeS: null, tokenExpiresAt: null, refreshExpiresAt: null }
  expect(refreshDueAt(none).getTime()).toBeLessThanOrEqual(0)
})

test('refreshes are spread over a tenth of the lifetime before they are due', () => {
  expect(plannedRefreshAt(tokens(24 * HOUR_S), now, () => 0)).toEqual(inS(18 * HOUR_S))
  expect(plannedRefreshAt(tokens(24 * HOUR_S), now, () => 1)).toEqual(inS(18 * HOUR_S - 2.4 * HOUR_S))
})

test('a refresh token that ends sooner than the access token is used in time', () => {
  expect(plannedRefreshAt(tokens(24 * HOUR_S, HOUR_S), now, () => 0)).toEqual(inS(30 * MINUTE_S))
})

test('lifetimes of nothing do not make a loop', () => {
  expect(plannedRefreshAt(tokens(0, 0), now, () => 1)).toEqual(inS(MINUTE_S))
})

test('a failed refresh is tried again ever more slowly, and never given up', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((failures) => refreshRetryDelayMs(failures, () => 0.5) / 1000)
  expect(delays).toEqual([2, 4, 8, 16, 60, 300, 900, 1800, 1800, 1800])
})
