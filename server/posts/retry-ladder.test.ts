import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROCESSING_MAX_MS, pollDelayMs, slowPollDelayMs } from './poll-delay.ts'
import { costsAttempt, retryDelayMs } from './retry-ladder.ts'

test('a few quick tries, then 5, 15 and 30 minutes, then no more', () => {
  const delays = Array.from({ length: 8 }, (_, index) => retryDelayMs(index + 1, () => 0.5))
  expect(delays).toEqual([1000, 2000, 4000, 8000, 300_000, 900_000, 1_800_000, null])
  expect([4, 5, 7].map(costsAttempt)).toEqual([false, true, true])
})

test('jitter stays within a quarter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const middle = retryDelayMs(failures, () => 0.5) ?? 0
      const delay = retryDelayMs(failures, () => random) ?? 0
      return delay >= middle * 0.75 - 1 && delay <= middle * 1.25 + 1
    }),
  )
})

test('polls begin after 2 s, grow to minutes, and stay below the 30 a minute of one account', () => {
  const delays = Array.from({ length: 30 }, (_, polls) => pollDelayMs(polls))
  expect(delays[0]).toBe(2000)
  expect(delays.at(-1)).toBe(300_000)
  expect(delays).toEqual(delays.toSorted((one, other) => one - other))
  const inFirstMinute = delays.filter(
    (_, index) => delays.slice(0, index + 1).reduce((sum, delay) => sum + delay, 0) <= 60_000,
  )
  expect(inFirstMinute.length).toBeLessThan(10)
})

test('what is unclear is asked about every 5 minutes at first and every hour later', () => {
  expect(slowPollDelayMs(PROCESSING_MAX_MS)).toBe(300_000)
  expect(slowPollDelayMs(48 * 3_600_000)).toBe(3_600_000)
})
