import { AV_FRAME_FLAG_INTERLACED, AVCOL_PRI_BT2020 } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { Fit } from './fit-picture.ts'
import { colourMatrixOf, isHdr, pictureSource, TONE_MAPPING, turning } from './picture-source.ts'

export type PictureWish = { fit: Fit; rotation: number; isInterlaced: boolean; frameRate: number }

/** The filters that make a picture upright, progressive, with square pixels of 8 bits in the colours of HDTV, in the wanted size. */
export function pictureChain(frame: Frame, { fit, rotation, isInterlaced, frameRate }: PictureWish): string[] {
  const { picture, canvas } = fit
  const isPadded = canvas.width > picture.width || canvas.height > picture.height
  return [
    pictureSource(frame, frameRate),
    isInterlaced ? 'bwdif=mode=send_frame:deint=interlaced' : '',
    ...scaling(frame, scaledSize(fit, rotation)),
    ...turning(rotation),
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

/** Before it is turned. */
function scaledSize({ picture }: Fit, rotation: number): string {
  const { width, height } = picture
  return rotation % 180 === 0 ? `${width}:${height}` : `${height}:${width}`
}

function scaling(frame: Frame, size: string): string[] {
  if (isHdr(frame)) return [`scale=${size}`, TONE_MAPPING]
  if (frame.colorPrimaries === AVCOL_PRI_BT2020)
    return [
      `scale=${size}`,
      'zscale=primariesin=2020:transferin=2020_10:matrixin=2020_ncl:primaries=709:transfer=709:matrix=709:range=limited',
    ]
  return [`scale=${size}:in_color_matrix=${colourMatrixOf(frame)}:out_color_matrix=bt709:out_range=tv`]
}
