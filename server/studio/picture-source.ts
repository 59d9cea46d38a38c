import { AVCOL_SPC_UNSPECIFIED, AVCOL_TRC_ARIB_STD_B67, AVCOL_TRC_SMPTE2084 } from 'node-av/constants'
import type { Frame } from 'node-av/lib'

/** The filters of FFmpeg that turn a picture clockwise. */
const turns: Readonly<Record<number, string>> = { 90: 'transpose=clock', 180: 'hflip,vflip', 270: 'transpose=cclock' }
/** A video of this size that names no colours is meant as BT.709, as HDTV is; FFmpeg would take it for BT.601. */
const HD_SIDE_PX = 720
/**
 * Brings the lights of HDR down to what SDR shows, in the colours of HDTV, rather than cut them off. Not by the curve of BT.2390, which
 * darkens the brightest here.
 */
export const TONE_MAPPING = 'tonemapx=tonemap=mobius:desat=0:t=bt709:m=bt709:p=bt709:r=tv:format=yuv420p'

export function isHdr({ colorTrc }: Frame): boolean {
  return colorTrc === AVCOL_TRC_SMPTE2084 || colorTrc === AVCOL_TRC_ARIB_STD_B67
}

/** Where pictures like this one go into the filters of FFmpeg; their times are in so many units a second. */
export function pictureSource(frame: Frame, unitsPerSecond: number): string {
  const { width, height, format, colorSpace, colorRange } = frame
  return `buffer@in=width=${width}:height=${height}:pix_fmt=${format}:colorspace=${colorSpace}:range=${colorRange}:time_base=1/${unitsPerSecond}`
}

/** What turns a picture clockwise by so many degrees; nothing for angles that no camera writes. */
export function turning(rotation: number): string[] {
  const turn = turns[rotation]
  return turn ? [turn] : []
}

/** How its colours are meant, in the words of FFmpeg's scaler. */
export function colourMatrixOf({ width, height, colorSpace }: Frame): string {
  return colorSpace === AVCOL_SPC_UNSPECIFIED && Math.min(width, height) >= HD_SIDE_PX ? 'bt709' : 'auto'
}
