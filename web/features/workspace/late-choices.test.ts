import { expect, test } from 'vitest'
import { lateChoices } from './late-choices.ts'

test('the usual choices are there in order, in words', () => {
  expect(lateChoices(720).map(({ label }) => label)).toEqual([
    'Not at all',
    'Up to 15 minutes',
    'Up to 1 hour',
    'Up to 3 hours',
    'Up to 12 hours',
    'Up to 1 day',
    'Up to 3 days',
    'Up to 7 days',
  ])
})

test('what was set by the API stands among them', () => {
  expect(lateChoices(90)).toContainEqual({ minutes: 90, label: 'Up to 90 minutes' })
})
