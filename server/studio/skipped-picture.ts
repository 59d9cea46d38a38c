import { BitReader } from './bit-reader.ts'
import { BitWriter, setBits } from './bit-writer.ts'
import { escapeNal, joinNalUnits, splitNalUnits, unescapeNal } from './nal-units.ts'
import type { StreamShape } from './stream-shape.ts'

/** nal_unit_type of a slice that begins no stream (ITU-T H.264, table 7-1). */
const SLICE = 1
/** nal_ref_idc: whether other pictures refer to this one. */
const REFERRED_TO = 2 << 5
/** slice_type: every slice of the picture is of this kind (table 7-6). */
const ALL_P = 5
const ALL_B = 6

/**
 * Where a picture stands since the last key picture: how many pictures that others refer to came before it, and as which it is shown.
 * Both count from 0, the key picture.
 */
export type Place = { frameNumber: number; shownAt: number }

/**
 * A picture that shows the one before it again: a P-picture in which every macroblock is skipped (7.3.3, 7.3.4). A dozen bytes, and exact.
 */
export function repeatPicture(shape: StreamShape, place: Place): Buffer {
  const slice = beginSlice(shape, ALL_P, place)
    .bits(1, 1) // the number of references is told here:
    .ue(0) // one
    .bits(0, 1) // in its usual order
    .bits(0, 1) // and forgotten as usual
  return skipAll(shape, slice, REFERRED_TO)
}

/**
 * A picture between its two neighbours that others refer to: a B-picture in which every macroblock is skipped, so that each is mixed
 * of both without motion (8.4.1.2.2), by how close the picture is to them (8.4.2.3.2). That is a fade.
 */
export function mixedPicture(shape: StreamShape, place: Place): Buffer {
  if (!shape.mixesByDistance) throw new Error('The stream was to mix by distance.')
  const slice = beginSlice(shape, ALL_B, place)
    .bits(1, 1) // direct prediction is spatial
    .bits(1, 1) // the number of references is told here:
    .ue(0) // one before
    .ue(0) // one after
    .bits(0, 1) // in their usual order
    .bits(0, 1)
  return skipAll(shape, slice, 0)
}

/** A P-picture of the encoder in another place: the encoder does not know of the pictures that we put before it. */
export function movePicture(shape: StreamShape, picture: Buffer, place: Place): Buffer {
  const isSlice = ([header = 0]: Buffer) => (header & 31) === SLICE
  return joinNalUnits(splitNalUnits(picture).map((unit) => (isSlice(unit) ? moveSlice(shape, unit, place) : unit)))
}

function beginSlice({ frameNumberBits, orderBits }: StreamShape, kind: number, place: Place): BitWriter {
  return new BitWriter()
    .ue(0) // first macroblock
    .ue(kind)
    .ue(0) // picture parameter set
    .bits(place.frameNumber % 2 ** frameNumberBits, frameNumberBits)
    .bits(orderOf(place) % 2 ** orderBits, orderBits)
}

function skipAll({ hasDeblockingControl, macroblockCount }: StreamShape, slice: BitWriter, importance: number): Buffer {
  slice.ue(0) // quantiser as in the parameter set
  if (hasDeblockingControl) slice.ue(1) // no deblocking
  slice.ue(macroblockCount) // mb_skip_run
  return joinNalUnits([Buffer.concat([Buffer.from([importance | SLICE]), escapeNal(slice.end())])])
}

function moveSlice({ frameNumberBits, orderBits }: StreamShape, unit: Buffer, place: Place): Buffer {
  const plain = unescapeNal(unit)
  const reader = new BitReader(plain)
  reader.bits(8) // the kind of unit
  reader.ue() // first macroblock
  reader.ue() // slice type
  reader.ue() // picture parameter set
  setBits(plain, { at: reader.position, count: frameNumberBits }, place.frameNumber)
  setBits(plain, { at: reader.position + frameNumberBits, count: orderBits }, orderOf(place))
  return escapeNal(plain)
}

/** The order counts fields, of which a picture has two (8.2.1). */
function orderOf({ shownAt }: Place): number {
  return 2 * shownAt
}
