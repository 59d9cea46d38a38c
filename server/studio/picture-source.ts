import { AVCOL_SPC_UNSPECIFIED } from 'node-av/constants'
import type { Frame } from 'node-av/lib'

/** The filters of FFmpeg that turn a picture clockwise. */
const turns: Readonly<Record<number, string>> = { 90: 'transpose=clock', 180: 'hflip,vflip', 270: 'transpose=cclock' }
/** A video of this size that names no colours is meant as BT.709, as HDTV is; FFmpeg would take it for BT.601. */
const HD_SIDE_PX = 720

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
