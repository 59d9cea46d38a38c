import type { MediaCheck } from '#shared/api/media.ts'
import {
  VIDEO_FRAME_RATE,
  VIDEO_MAX_DURATION_MS,
  VIDEO_MAX_SIZE_BYTES,
  VIDEO_MIME_TYPES,
  VIDEO_SIDE_PX,
} from '#shared/limits.ts'
import type { MediaProbe } from '../studio/media-probe.ts'
import { durationWords, sizeWords } from './measure-words.ts'

/** Codecs TikTok takes; H.264 is what it recommends. content-posting-api-media-transfer-guide. */
const CODEC_WORDS: Readonly<Record<string, string>> = { h264: 'H.264', hevc: 'H.265', vp8: 'VP8', vp9: 'VP9' }
/** The average of a phone's varying frame rate misses the nominal one by a little: a reason to warn, not to refuse. */
const FRAME_RATE_TOLERANCE = 0.5

/** The flight check of a video: every limit of TikTok beside what was measured, and what to do where they do not fit. */
export function checkVideo(probe: MediaProbe, sizeBytes: number): MediaCheck[] {
  return [
    checkContainer(probe),
    checkCodec(probe),
    checkSides(probe),
    checkFrameRate(probe),
    checkDuration(probe),
    checkSize(sizeBytes),
  ]
}

function checkContainer({ mimeType, container }: MediaProbe): MediaCheck {
  const rule = { code: 'container', measured: container.toUpperCase(), limit: 'MP4, MOV or WebM' }
  if (VIDEO_MIME_TYPES.some((accepted) => accepted === mimeType)) return fine(rule, 'The file format is fine.')
  return wrong(rule, 'TikTok does not take this file format.', 'Export the video as MP4.')
}

function checkCodec({ codec }: MediaProbe): MediaCheck {
  const known = codec === null ? undefined : CODEC_WORDS[codec]
  const rule = { code: 'codec', measured: known ?? codec, limit: 'H.264 (recommended), H.265, VP8 or VP9' }
  if (known) return fine(rule, 'The video codec is fine.')
  const remedy = 'Export the video as H.264 in an MP4.'
  return codec === null
    ? unknown(rule, 'video codec', remedy)
    : wrong(rule, 'TikTok does not take this video codec.', remedy)
}

function checkSides({ width, height }: MediaProbe): MediaCheck {
  const { min, max } = VIDEO_SIDE_PX
  const limit = `${min} to ${max} px on each side`
  const remedy = 'Export the video in another size, best 1080 × 1920.'
  if (width === null || height === null) return unknown({ code: 'picture_size', limit }, 'picture size', remedy)
  const rule = { code: 'picture_size', measured: `${width} × ${height} px`, limit }
  if (Math.min(width, height) < min) return wrong(rule, 'The picture is too small.', remedy)
  if (Math.max(width, height) > max) return wrong(rule, 'The picture is too large.', remedy)
  return fine(rule, 'The picture size is fine.')
}

function checkFrameRate({ frameRate }: MediaProbe): MediaCheck {
  const { min, max } = VIDEO_FRAME_RATE
  const limit = `${min} to ${max} frames per second`
  const remedy = 'Export the video with 30 frames per second.'
  if (frameRate === null) return unknown({ code: 'frame_rate', limit }, 'frame rate', remedy)
  const rule = { code: 'frame_rate', measured: `${frameRate} frames per second`, limit }
  if (frameRate >= min && frameRate <= max) return fine(rule, 'The frame rate is fine.')
  const problem = frameRate < min ? 'The frame rate is too low.' : 'The frame rate is too high.'
  const excess = Math.max(min - frameRate, frameRate - max)
  if (excess > FRAME_RATE_TOLERANCE) return wrong(rule, problem, remedy)
  return { ...wrong(rule, `${problem} TikTok may still take it.`, remedy), level: 'warning' }
}

function checkDuration({ durationMs }: MediaProbe): MediaCheck {
  const limit = `at most ${durationWords(VIDEO_MAX_DURATION_MS)}`
  const remedy = 'Cut the video shorter.'
  if (durationMs === null) return unknown({ code: 'duration', limit }, 'duration', remedy)
  const rule = { code: 'duration', measured: durationWords(durationMs), limit }
  if (durationMs <= 0) return wrong(rule, 'The video has no duration.', 'Export the video again.')
  if (durationMs > VIDEO_MAX_DURATION_MS) return wrong(rule, 'The video is too long.', remedy)
  return fine(rule, 'The duration is fine.')
}

function checkSize(sizeBytes: number): MediaCheck {
  const rule = {
    code: 'file_size',
    measured: sizeWords(sizeBytes),
    limit: `at most ${sizeWords(VIDEO_MAX_SIZE_BYTES)}`,
  }
  if (sizeBytes <= VIDEO_MAX_SIZE_BYTES) return fine(rule, 'The file size is fine.')
  return wrong(rule, 'The file is too large.', 'Export the video with a lower bit rate, or cut it shorter.')
}

type Rule = Pick<MediaCheck, 'code' | 'measured' | 'limit'>

function fine(rule: Rule, message: string): MediaCheck {
  return { ...rule, level: 'ok', message, remedy: null, fix: null }
}

function wrong(rule: Rule, message: string, remedy: string): MediaCheck {
  return { ...rule, level: 'error', message, remedy, fix: null }
}

// What we cannot measure TikTok may still take.
function unknown(rule: Omit<Rule, 'measured'>, name: string, remedy: string): MediaCheck {
  return { ...rule, measured: null, level: 'warning', message: `The ${name} could not be measured.`, remedy, fix: null }
}
