import { BitReader } from './bit-reader.ts'
import { splitNalUnits, unescapeNal } from './nal-units.ts'

const SPS = 7
const PPS = 8
/** weighted_bipred_idc: a B-picture mixes its two references by how close it is to each (ITU-T H.264, 7.4.2.2). */
const BY_DISTANCE = 2

/** What of an H.264 stream's parameter sets is needed to write pictures of our own into it. */
export type StreamShape = {
  frameNumberBits: number
  /** How long the number is that says when a picture is shown; 0 where pictures are shown as they come. */
  orderBits: number
  macroblockCount: number
  mixesByDistance: boolean
  hasDeblockingControl: boolean
}

/**
 * Reads the parameter sets of an encoder (ITU-T H.264, 7.3.2.1 and 7.3.2.2). Throws where the stream is not of the simple kind that
 * we ask x264 for: whole frames of 4:2:0, without CABAC and told weights.
 */
export function readStreamShape(parameterSets: Buffer): StreamShape {
  const units = splitNalUnits(parameterSets)
  return { ...readSps(findUnit(units, SPS)), ...readPps(findUnit(units, PPS)) }
}

function findUnit(units: Buffer[], type: number): BitReader {
  const unit = units.find(([header = 0]) => (header & 31) === type)
  if (!unit) throw new Error(`The encoder gave no parameter set of type ${type}.`)
  return new BitReader(unescapeNal(unit.subarray(1)))
}

function readSps(sps: BitReader): Pick<StreamShape, 'frameNumberBits' | 'orderBits' | 'macroblockCount'> {
  must(sps.bits(8) === 100, 'the High profile')
  sps.bits(16) // constraints, level
  sps.ue() // its id
  must(sps.ue() === 1, 'colour of 4:2:0')
  must(sps.ue() === 0 && sps.ue() === 0, '8 bits')
  must(!sps.flag() && !sps.flag(), 'no transform bypass and no scaling matrix')
  const frameNumberBits = sps.ue() + 4
  const orderType = sps.ue()
  must(orderType === 0 || orderType === 2, 'a plain order')
  const orderBits = orderType === 0 ? sps.ue() + 4 : 0
  sps.ue() // reference pictures
  must(!sps.flag(), 'no gaps in the frame numbers')
  const macroblockCount = (sps.ue() + 1) * (sps.ue() + 1)
  must(sps.flag(), 'whole frames')
  return { frameNumberBits, orderBits, macroblockCount }
}

function readPps(pps: BitReader): Pick<StreamShape, 'mixesByDistance' | 'hasDeblockingControl'> {
  must(pps.ue() === 0, 'one picture parameter set')
  pps.ue() // the id of its SPS
  must(!pps.flag(), 'CAVLC')
  must(!pps.flag(), 'no field order')
  must(pps.ue() === 0, 'one slice group')
  pps.ue() // references of P-pictures
  pps.ue() // and B-pictures
  must(!pps.flag(), 'no told weights')
  const mixesByDistance = pps.bits(2) === BY_DISTANCE
  pps.se() // quantiser
  pps.se()
  pps.se() // of the colours
  const hasDeblockingControl = pps.flag()
  pps.flag() // constrained intra prediction
  must(!pps.flag(), 'no redundant pictures')
  return { mixesByDistance, hasDeblockingControl }
}

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`The stream was to have ${what}.`)
}
