import type { MediaCheck } from '#shared/api/media.ts'
import { VIDEO_ASPECT_RATIO, VIDEO_SIDE_PX } from '#shared/limits.ts'
import type { MediaProbe } from '../studio/media-probe.ts'
import { doubtful, fine, unmeasured, wrong } from './finding.ts'

/** 8 bits and 4:2:0, what every decoder of H.264 has to know, in video range or in that of phones and cameras. */
const PIXEL_FORMATS: readonly string[] = ['yuv420p', 'yuvj420p']
/** Scaling programs write pixel shapes like 3511:3510 to keep a ratio exactly. */
const PIXEL_ASPECT_TOLERANCE = 0.01

/** The part of a video's flight check that is about its picture. */
export function checkPicture(probe: MediaProbe): MediaCheck[] {
  const advice = [checkPixelShape(probe), checkColours(probe), checkScan(probe)]
  return [checkSides(probe), ...checkAspectRatio(probe), ...advice.filter((finding) => finding !== null)]
}

function checkSides({ width, height }: MediaProbe): MediaCheck {
  const { min, max } = VIDEO_SIDE_PX
  const limit = `${min} to ${max} px on each side`
  const trouble = { remedy: 'Export the video in another size, best 1080 × 1920.', fix: 'resize' } as const
  if (width === null || height === null) return unmeasured({ code: 'picture_size', limit }, 'picture size', trouble)
  const rule = { code: 'picture_size', measured: `${width} × ${height} px`, limit }
  if (Math.min(width, height) < min) return wrong(rule, { message: 'The picture is too small.', ...trouble })
  if (Math.max(width, height) > max) return wrong(rule, { message: 'The picture is too large.', ...trouble })
  return fine(rule, 'The picture size is fine.')
}

function checkAspectRatio({ width, height, pixelAspect }: MediaProbe): MediaCheck[] {
  if (width === null || height === null) return []
  const { min, max, tolerance } = VIDEO_ASPECT_RATIO
  const ratio = (width * pixelAspect) / height
  const measured = `${ratio.toFixed(2)} (${width} × ${height} px)`
  const rule = { code: 'aspect_ratio', measured, limit: `about 9:16 to 16:9 (${min.toFixed(2)} to ${max.toFixed(2)})` }
  if (ratio >= min * (1 - tolerance) && ratio <= max * (1 + tolerance)) return [fine(rule, 'The aspect ratio is fine.')]
  const message = `TikTok may refuse a picture that is so ${ratio < min ? 'narrow' : 'wide'}.`
  return [doubtful(rule, { message, remedy: 'Export the video as 9:16, best 1080 × 1920.', fix: 'resize' })]
}

function checkPixelShape({ pixelAspect }: MediaProbe): MediaCheck | null {
  if (Math.abs(pixelAspect - 1) <= PIXEL_ASPECT_TOLERANCE) return null
  const rule = { code: 'pixel_shape', measured: `${pixelAspect.toFixed(2)}:1`, limit: 'square (1:1)' }
  const message = 'The pixels are not square: TikTok may show the picture distorted.'
  return doubtful(rule, { message, remedy: 'Export the video with square pixels.', fix: 'transcode' })
}

function checkColours({ pixelFormat, hdr }: MediaProbe): MediaCheck | null {
  if (pixelFormat === null || (PIXEL_FORMATS.includes(pixelFormat) && hdr === null)) return null
  const measured = [pixelFormat, hdr].filter((part) => part !== null).join(', ')
  const rule = { code: 'pixel_format', measured, limit: 'yuv420p (8 bits, 4:2:0), SDR' }
  const message = hdr ? 'HDR may look pale or too dark on TikTok.' : 'TikTok may not read this kind of picture.'
  return doubtful(rule, { message, remedy: 'Export the video in SDR, with 8 bits and 4:2:0.', fix: 'transcode' })
}

function checkScan({ isInterlaced }: MediaProbe): MediaCheck | null {
  if (!isInterlaced) return null
  const rule = { code: 'scan', measured: 'interlaced', limit: 'progressive' }
  const message = 'The picture is interlaced: moving things show stripes.'
  return doubtful(rule, { message, remedy: 'Export the video deinterlaced.', fix: 'transcode' })
}
