import { expect, test } from 'vitest'
import { visitorErrorWords } from './visitor-errors.ts'

test('a creator reads what to do, without a word about developer portals', () => {
  expect(visitorErrorWords('access_denied').detail).toContain('Nothing was changed')
  expect(visitorErrorWords('session_ended').detail).toContain('own browser')
  expect(visitorErrorWords('non_sandbox_target').detail).not.toContain('developer')
})

test('a code that only the owner of the app understands is named', () => {
  expect(visitorErrorWords('invalid_client').detail).toContain('invalid_client')
  expect(visitorErrorWords('constructor').detail).toContain('constructor')
})
