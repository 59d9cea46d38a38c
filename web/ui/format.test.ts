import { expect, test } from 'vitest'
import { formatDecimalSize, formatDuration, formatSize } from './format-amount.ts'
import { formatMoment, formatRelative, withLocalMoments } from './format-time.ts'

test('a size is given in the unit that suits it', () => {
  expect(formatSize(512)).toBe('512 byte')
  expect(formatSize(14 * 1024 ** 2)).toBe('14 MB')
  expect(formatSize(1.25 * 1024 ** 3)).toBe('1.3 GB')
  expect(formatSize(4096 * 1024 ** 3)).toBe('4,096 GB')
})

test('a quota of 100 GB is 100 GB', () => {
  expect(formatDecimalSize(100_000_000_000)).toBe('100 GB')
  expect(formatDecimalSize(1_000_000_000)).toBe('1 GB')
  expect(formatDecimalSize(10_600_000)).toBe('11 MB')
})

test('a duration is minutes and seconds', () => {
  expect(formatDuration(41_800)).toBe('0:42')
  expect(formatDuration(600_000)).toBe('10:00')
})

test('a distance from now is told in the largest unit that fits', () => {
  const now = new Date('2026-11-20T12:00:00Z')
  expect(formatRelative(new Date('2026-11-20T15:00:00Z'), now)).toBe('in 3 hours')
  expect(formatRelative(new Date('2026-11-19T11:00:00Z'), now)).toBe('yesterday')
  expect(formatRelative(new Date('2026-11-20T12:00:20Z'), now)).toBe('in 20 seconds')
})

test('a moment inside a sentence is told in the reader’s own zone', () => {
  const at = '2026-11-20T18:56:14.901Z'
  expect(withLocalMoments(`Will be published at ${at}.`)).toBe(`Will be published at ${formatMoment(new Date(at))}.`)
  expect(withLocalMoments('TikTok published it.')).toBe('TikTok published it.')
})
