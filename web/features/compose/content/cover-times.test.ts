import { expect, test } from 'vitest'
import { frameWords, lastCoverMs, stillTimes } from './cover-times.ts'

test('eight stills stand evenly over a video, the first frame first', () => {
  expect(stillTimes(42_000)).toEqual([0, 5200, 10_500, 15_700, 21_000, 26_200, 31_500, 36_700])
})

test('a very short video has fewer, none of them twice, and none beyond its end', () => {
  expect(stillTimes(250)).toEqual([0, 100, 200])
  expect(lastCoverMs(250)).toBe(100)
  expect(lastCoverMs(80)).toBe(0)
})

test('a frame is told by its time', () => {
  expect(frameWords(0)).toBe('First frame')
  expect(frameWords(62_500)).toBe('Frame at 1:02.5')
})
