import { expect, test } from 'vitest'
import { describeProblem } from './describe-problem.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const circumstances = { memoryMb: '512', paths: ['/data/uploads/7f'] }
const describe = (message: string) => describeProblem(new Error(message), circumstances)

test('our own words stay as they are', () => {
  expect(describeProblem(new UnreadableMediaError('It is empty.'), circumstances)).toBe('It is empty.')
})

test('the words of a library are told once, in one line, without the place of the file', () => {
  expect(describe('/data/uploads/7f: bad seek to 9\nheif: too large\nheif: too large\n (6.1)')).toBe(
    'The file is damaged or cut off (heif: too large; (6.1)).',
  )
  expect(describe('cannot open /data/uploads/7f')).toBe('The file is damaged or cut off.')
  expect(describe('x'.repeat(1000))).toHaveLength('The file is damaged or cut off ().'.length + 200)
})
