import { expect, test } from 'vitest'
import { tooLate } from './too-late.ts'

const DUE_AT = new Date('2026-12-01T09:00:00Z')
const late = (minutes: number, maxMinutes = 720) =>
  tooLate({ dueAt: DUE_AT, now: new Date(DUE_AT.getTime() + minutes * 60_000), maxMinutes })

test.each([0, 1, 719, 720, 720.9])('%d minutes late are not too late for 12 hours', (minutes) => {
  expect(late(minutes)).toBeNull()
})

test('a minute more is, and the sentence says how late it is and what the limit is', () => {
  expect(late(721)).toEqual({
    code: 'too_late',
    detail:
      'It was due at 2026-12-01T09:00:00.000Z, 12 hours 1 minute ago, and this workspace publishes nothing that is more than 12 hours late.',
    remedy: 'Let it go on to publish it now, choose another time, or cancel it.',
  })
})

test('days are told as days', () => {
  expect(late(3 * 24 * 60 + 125, 24 * 60)?.detail).toContain('3 days 2 hours ago')
  expect(late(3 * 24 * 60 + 125, 24 * 60)?.detail).toContain('more than 1 day late')
})

test('where nothing may be late, a minute is allowed for the start itself', () => {
  expect(late(0.9, 0)).toBeNull()
  expect(late(1, 0)?.detail).toContain('1 minute ago, and this workspace publishes nothing late')
})
