import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test('the first and the last word give the initials', () => {
  expect(initialsOf('Acme Coffee Roasters')).toBe('AR')
  expect(initialsOf('  studio  ')).toBe('S')
  expect(initialsOf('')).toBe('')
})

test('a grapheme is never torn apart', () => {
  expect(initialsOf('👩‍🍳 Küche')).toBe('👩‍🍳K')
})
