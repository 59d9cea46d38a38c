import { AV_PKT_DATA_DISPLAYMATRIX } from 'node-av/constants'
import type { CodecParameters } from 'node-av/lib'

/** By how many degrees, clockwise, a player turns the picture: phones film on their side and say so in a display matrix. */
export function clockwiseRotation(parameters: CodecParameters): number {
  const matrix = parameters.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 8) return 0
  // The first row of the matrix is (cos, sin) of the angle, in 16.16 fixed point (FFmpeg, libavutil/display.h).
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI
  return (Math.round(degrees) + 360) % 360
}
