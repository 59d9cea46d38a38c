import { describe, expect, test } from 'vitest'
import { BitReader } from './bit-reader.ts'
import { BitWriter } from './bit-writer.ts'
import { escapeNal, joinNalUnits, splitNalUnits, unescapeNal } from './nal-units.ts'
import { mixedPicture, movePicture, repeatPicture } from './skipped-picture.ts'
import type { StreamShape } from './stream-shape.ts'

const shape: StreamShape = {
  frameNumberBits: 4,
  orderBits: 7,
  macroblockCount: 68 * 120,
  mixesByDistance: true,
  hasDeblockingControl: true,
}

function sliceOf(picture: Buffer): { header: number | undefined; slice: BitReader } {
  const [unit = Buffer.alloc(0)] = splitNalUnits(picture)
  return { header: unit[0], slice: new BitReader(unescapeNal(unit.subarray(1))) }
}

/** The fields that every slice begins with. */
const begin = (slice: BitReader) => ({
  firstMacroblock: slice.ue(),
  kind: slice.ue(),
  pictureParameterSet: slice.ue(),
  frameNumber: slice.bits(4),
  order: slice.bits(7),
})

test('a repeated picture is a P-picture that others refer to, and skips every macroblock', () => {
  const { header, slice } = sliceOf(repeatPicture(shape, { frameNumber: 18, shownAt: 70 }))
  expect(header).toBe(0x41)
  // Numbers begin again at 2^4 and 2^7.
  expect(begin(slice)).toEqual({ firstMacroblock: 0, kind: 5, pictureParameterSet: 0, frameNumber: 2, order: 12 })
  expect([slice.flag(), slice.ue(), slice.flag(), slice.flag(), slice.se(), slice.ue()]).toEqual([
    true,
    0,
    false,
    false,
    0,
    1,
  ])
  expect(slice.ue()).toBe(8160)
  expect(slice.flag()).toBe(true)
})

test('a mixed picture is a B-picture that none refers to, and skips every macroblock', () => {
  const { header, slice } = sliceOf(mixedPicture(shape, { frameNumber: 3, shownAt: 5 }))
  expect(header).toBe(0x01)
  expect(begin(slice)).toEqual({ firstMacroblock: 0, kind: 6, pictureParameterSet: 0, frameNumber: 3, order: 10 })
  const rest = [slice.flag(), slice.flag(), slice.ue(), slice.ue(), slice.flag(), slice.flag(), slice.se(), slice.ue()]
  expect(rest).toEqual([true, true, 0, 0, false, false, 0, 1])
  expect(slice.ue()).toBe(8160)
})

test('where the stream shows pictures as they come, none says when it is shown', () => {
  const { slice } = sliceOf(repeatPicture({ ...shape, orderBits: 0 }, { frameNumber: 1, shownAt: 1 }))
  expect([slice.ue(), slice.ue(), slice.ue(), slice.bits(4), slice.flag()]).toEqual([0, 5, 0, 1, true])
})

test('a stream that does not mix by distance gets no fade', () => {
  expect(() => mixedPicture({ ...shape, mixesByDistance: false }, { frameNumber: 1, shownAt: 1 })).toThrow(
    'mix by distance',
  )
})

describe('a picture of the encoder is moved', () => {
  /** Fields, then what stands for the rest of the slice: zeros, which have to be escaped. */
  const slice = (frameNumber: number, order: number) => {
    const bits = new BitWriter().ue(0).ue(5).ue(0).bits(frameNumber, 4).bits(order, 7).bits(0, 60).bits(0b1011, 4)
    return Buffer.concat([Buffer.from([0x41]), escapeNal(bits.end())])
  }
  const information = Buffer.from([0x06, 0x05, 0x01, 0xff, 0x80])

  test('to another place, and nothing else changes', () => {
    const picture = joinNalUnits([information, slice(1, 30)])
    const moved = movePicture(shape, picture, { frameNumber: 25, shownAt: 63 })
    expect(moved).toEqual(joinNalUnits([information, slice(25 % 16, 126)]))
  })
})
