import {
  AV_FRAME_FLAG_INTERLACED,
  AVCOL_PRI_BT2020,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_SMPTE2084,
} from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { Fit } from './fit-picture.ts'

export type PictureWish = { fit: Fit; rotation: number; isInterlaced: boolean; frameRate: number }

/** The filters of FFmpeg that turn a picture clockwise. */
const turns: Readonly<Record<number, string>> = { 90: 'transpose=clock', 180: 'hflip,vflip', 270: 'transpose=cclock' }
/** A video of this size that names no colours is meant as BT.709, as HDTV is; FFmpeg would take it for BT.601. */
const HD_SIDE_PX = 720

/** The filters that make a picture upright, progressive, with square pixels of 8 bits in the colours of HDTV, in the wanted size. */
export function pictureChain(frame: Frame, { fit, rotation, isInterlaced, frameRate }: PictureWish): string[] {
  const { picture, canvas } = fit
  const isPadded = canvas.width > picture.width || canvas.height > picture.height
  return [
    sourceOf(frame, frameRate),
    isInterlaced ? 'bwdif=mode=send_frame:deint=interlaced' : '',
    ...scaling(frame, scaledSize(fit, rotation)),
    turns[rotation] ?? '',
    isPadded ? `pad=${canvas.width}:${canvas.height}:-1:-1` : '',
    'setsar=1',
    'format=yuv420p',
    `settb=1/${frameRate}`,
    'buffersink@out',
  ].filter(Boolean)
}

export function isInterlacedFrame(frame: Frame): boolean {
  return frame.hasFlags(AV_FRAME_FLAG_INTERLACED)
}

function sourceOf({ width, height, format, colorSpace, colorRange }: Frame, frameRate: number): string {
  return `buffer@in=width=${width}:height=${height}:pix_fmt=${format}:colorspace=${colorSpace}:range=${colorRange}:time_base=1/${frameRate}`
}

/** Before it is turned. */
function scaledSize({ picture }: Fit, rotation: number): string {
  const { width, height } = picture
  return rotation % 180 === 0 ? `${width}:${height}` : `${height}:${width}`
}

function scaling({ width, height, colorSpace, colorTrc, colorPrimaries }: Frame, size: string): string[] {
  // The lights of HDR are brought down to what SDR shows, rather than cut off. Not by the curve of BT.2390, which darkens the brightest here.
  if (colorTrc === AVCOL_TRC_SMPTE2084 || colorTrc === AVCOL_TRC_ARIB_STD_B67)
    return [`scale=${size}`, 'tonemapx=tonemap=mobius:desat=0:t=bt709:m=bt709:p=bt709:r=tv:format=yuv420p']
  if (colorPrimaries === AVCOL_PRI_BT2020)
    return [
      `scale=${size}`,
      'zscale=primariesin=2020:transferin=2020_10:matrixin=2020_ncl:primaries=709:transfer=709:matrix=709:range=limited',
    ]
  const isUntoldHd = colorSpace === AVCOL_SPC_UNSPECIFIED && Math.min(width, height) >= HD_SIDE_PX
  return [`scale=${size}:in_color_matrix=${isUntoldHd ? 'bt709' : 'auto'}:out_color_matrix=bt709:out_range=tv`]
}
