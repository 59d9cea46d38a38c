import type { MediaCheck } from '#shared/api/media.ts'
import { VIDEO_FRAME_RATE, VIDEO_MAX_DURATION_MS, VIDEO_MAX_SIZE_BYTES, VIDEO_MIME_TYPES } from '#shared/limits.ts'
import type { MediaProbe } from '../studio/media-probe.ts'
import { checkPicture } from './check-picture.ts'
import { doubtful, fine, unmeasured, wrong } from './finding.ts'
import { durationWords, sizeWords } from './measure-words.ts'

/** Codecs TikTok takes; H.264 is what it recommends. content-posting-api-media-transfer-guide. */
const CODEC_WORDS: Readonly<Record<string, string>> = { h264: 'H.264', hevc: 'H.265', vp8: 'VP8', vp9: 'VP9' }
/** The average of a phone's varying frame rate misses the nominal one by a little: a reason to warn, not to refuse. */
const FRAME_RATE_TOLERANCE = 0.5
/** Other services that publish to TikTok name 3 s; its documentation names no shortest duration. */
const SHORT_MS = 3000
/** What phones and cutting programs write, and what belongs into a WebM. TikTok names no kinds of sound. */
const SOUND_CODECS: readonly string[] = ['aac', 'mp3', 'opus', 'vorbis']

/**
 * The flight check of a video: every limit of TikTok beside what was measured, and what to do where they do not fit. What TikTok
 * documents no limit for is a warning at most, and is mentioned only where there is something to say.
 */
export function checkVideo(probe: MediaProbe, sizeBytes: number): MediaCheck[] {
  const checks = [
    checkContainer(probe),
    checkCodec(probe),
    ...checkPicture(probe),
    checkFrameRate(probe),
    checkDuration(probe),
    checkSize(sizeBytes),
    ...checkSound(probe),
  ]
  return probe.isDecodable ? checks : checks.map((check) => ({ ...check, fix: null }))
}

function checkContainer({ mimeType, container }: MediaProbe): MediaCheck {
  const rule = { code: 'container', measured: container.toUpperCase(), limit: 'MP4, MOV or WebM' }
  const trouble = { remedy: 'Export the video as MP4.', fix: 'transcode' } as const
  if (container === '3gp' || container === '3g2')
    return doubtful(rule, { message: 'TikTok does not name this kind of MP4 among what it takes.', ...trouble })
  if (VIDEO_MIME_TYPES.some((accepted) => accepted === mimeType)) return fine(rule, 'The file format is fine.')
  return wrong(rule, { message: 'TikTok does not take this file format.', ...trouble })
}

function checkCodec({ codec }: MediaProbe): MediaCheck {
  const known = codec === null ? undefined : CODEC_WORDS[codec]
  const rule = { code: 'codec', measured: known ?? codec, limit: 'H.264 (recommended), H.265, VP8 or VP9' }
  if (known) return fine(rule, 'The video codec is fine.')
  const remedy = 'Export the video as H.264 in an MP4.'
  const trouble = { remedy, fix: 'transcode' } as const
  if (codec === null) return unmeasured(rule, 'video codec', trouble)
  return wrong(rule, { message: 'TikTok does not take this video codec.', ...trouble })
}

function checkFrameRate({ frameRate }: MediaProbe): MediaCheck {
  const { min, max } = VIDEO_FRAME_RATE
  const limit = `${min} to ${max} frames per second`
  const trouble = { remedy: 'Export the video with 30 frames per second.', fix: 'transcode' } as const
  if (frameRate === null) return unmeasured({ code: 'frame_rate', limit }, 'frame rate', trouble)
  const rule = { code: 'frame_rate', measured: `${frameRate} frames per second`, limit }
  if (frameRate >= min && frameRate <= max) return fine(rule, 'The frame rate is fine.')
  const message = frameRate < min ? 'The frame rate is too low.' : 'The frame rate is too high.'
  const excess = Math.max(min - frameRate, frameRate - max)
  if (excess > FRAME_RATE_TOLERANCE) return wrong(rule, { message, ...trouble })
  return doubtful(rule, { message: `${message} TikTok may still take it.`, ...trouble })
}

function checkDuration({ durationMs }: MediaProbe): MediaCheck {
  const limit = `at most ${durationWords(VIDEO_MAX_DURATION_MS)}`
  const remedy = 'Cut the video shorter.'
  if (durationMs === null) return unmeasured({ code: 'duration', limit }, 'duration', { remedy, fix: null })
  const rule = { code: 'duration', measured: durationWords(durationMs), limit }
  if (durationMs <= 0)
    return wrong(rule, { message: 'The video has no duration.', remedy: 'Export the video again.', fix: null })
  if (durationMs > VIDEO_MAX_DURATION_MS) return wrong(rule, { message: 'The video is too long.', remedy, fix: null })
  if (durationMs >= SHORT_MS) return fine(rule, 'The duration is fine.')
  const message = `TikTok may refuse a video of less than ${durationWords(SHORT_MS)}.`
  const shortest = `at least ${durationWords(SHORT_MS)}`
  return doubtful({ ...rule, limit: shortest }, { message, remedy: 'Make the video a little longer.', fix: null })
}

function checkSize(sizeBytes: number): MediaCheck {
  const limit = `at most ${sizeWords(VIDEO_MAX_SIZE_BYTES)}`
  const rule = { code: 'file_size', measured: sizeWords(sizeBytes), limit }
  if (sizeBytes <= VIDEO_MAX_SIZE_BYTES) return fine(rule, 'The file size is fine.')
  const remedy = 'Export the video with a lower bit rate, or cut it shorter.'
  return wrong(rule, { message: 'The file is too large.', remedy, fix: 'transcode' })
}

function checkSound({ hasAudio, audioCodec }: MediaProbe): MediaCheck[] {
  if (!hasAudio || (audioCodec !== null && SOUND_CODECS.includes(audioCodec))) return []
  const rule = { code: 'audio_codec', measured: audioCodec, limit: 'AAC (usual), MP3, Opus or Vorbis' }
  const message = 'TikTok may not play this kind of sound.'
  return [doubtful(rule, { message, remedy: 'Export the video with AAC sound.', fix: 'transcode' })]
}
