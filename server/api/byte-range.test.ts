import { expect, test } from 'vitest'
import { byteRange } from './byte-range.ts'

test.each([
  [undefined, null],
  ['bytes=0-99', { firstByte: 0, lastByte: 99 }],
  ['bytes=900-', { firstByte: 900, lastByte: 999 }],
  ['bytes=-100', { firstByte: 900, lastByte: 999 }],
  ['bytes=-5000', { firstByte: 0, lastByte: 999 }],
  ['bytes=990-5000', { firstByte: 990, lastByte: 999 }],
  ['bytes=0-1,5-6', null],
  ['lines=1-2', null],
])('of 1000 bytes %s means %j', (header, range) => {
  expect(byteRange(header, 1000)).toEqual(range)
})

test.each(['bytes=1000-', 'bytes=5-4', 'bytes=-0'])('%s lies outside', (header) => {
  expect(() => byteRange(header, 1000)).toThrow('1000 bytes')
})
