import { expect, test } from 'vitest'
import { ApiError, NoAnswerError, problemOf, UnexpectedAnswerError } from '../../api.ts'
import { wasRefused } from './was-refused.ts'

const answered = (status: number, code: string) => new ApiError(problemOf(status, { code }))

test('what the server turned down was not made', () => {
  expect(wasRefused(answered(400, 'invalid_input'))).toBe(true)
  expect(wasRefused(answered(409, 'no_room'))).toBe(true)
})

test('without an answer, after a failure, and while the first request has not ended, the post may have been made', () => {
  expect(wasRefused(new NoAnswerError())).toBe(false)
  expect(wasRefused(new UnexpectedAnswerError())).toBe(false)
  expect(wasRefused(answered(500, 'internal'))).toBe(false)
  expect(wasRefused(answered(409, 'idempotency_conflict'))).toBe(false)
})
