import { expect, test } from 'vitest'
import { chunkPlanProblem, chunkStartingAt } from './chunk-rules.ts'

const COUNT = 'The total chunk count is invalid'
const SIZE = 'The chunk size is invalid'

test.each([
  ['a small file whole', 4_194_304, 4_194_304, 1, null],
  ['one byte', 1, 1, 1, null],
  ['64 MB whole', 64_000_000, 64_000_000, 1, null],
  ['just above 64 MB in two', 64_000_001, 32_000_000, 2, null],
  ['121 MB in three', 121_000_000, 32_000_000, 3, null],
  ['158 MB in four', 158_008_374, 32_000_000, 4, null],
  ['4 GiB in 134', 4_294_967_296, 32_000_000, 134, null],
  ["the guide's own example", 50_000_123, 10_000_000, 5, null],
  ['rounded up instead of down', 50_000_123, 10_000_000, 6, COUNT],
  ['121 MB as one chunk of 64 MB', 121_000_000, 64_000_000, 1, SIZE],
  ['above 64 MB whole', 64_000_001, 64_000_001, 1, SIZE],
  ['one chunk that is smaller than the file', 9_000_000, 6_000_000, 1, SIZE],
  ['a chunk larger than the file', 1000, 2000, 1, COUNT],
  ['chunks below 5 MB', 20_000_000, 4_000_000, 5, SIZE],
  ['more than 1000 chunks', 4_294_967_296, 4_000_000, 1073, COUNT],
  ['no bytes', 0, 0, 1, 'The video size is invalid'],
  ['above 4 GiB', 4_294_967_297, 32_000_000, 134, 'The video size is invalid'],
  ['no chunks', 1000, 1000, 0, COUNT],
])('%s', (_, videoSize, chunkSize, chunkCount, problem) => {
  expect(chunkPlanProblem({ videoSize, chunkSize, chunkCount })).toBe(problem)
})

test('the last chunk takes the remainder', () => {
  const plan = { videoSize: 50_000_123, chunkSize: 10_000_000, chunkCount: 5 }
  expect(chunkStartingAt(plan, 0)).toEqual({ index: 0, lastByte: 9_999_999 })
  expect(chunkStartingAt(plan, 40_000_000)).toEqual({ index: 4, lastByte: 50_000_122 })
  expect(chunkStartingAt(plan, 50_000_000)).toBeNull()
  expect(chunkStartingAt(plan, 5)).toBeNull()
})
