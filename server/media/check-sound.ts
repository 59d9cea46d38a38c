import type { MediaCheck } from '#shared/api/media.ts'
import { VIDEO_MAX_DURATION_MS } from '#shared/limits.ts'
import type { MediaProbe } from '../studio/media-probe.ts'
import { doubtful, fine, unmeasured, wrong } from './finding.ts'
import { durationWords } from './measure-words.ts'

/** The flight check of a sound, which becomes part of a slideshow. */
export function checkSound({ codec, durationMs }: MediaProbe): MediaCheck[] {
  return [checkCodec(codec), checkDuration(durationMs)]
}

function checkCodec(codec: string | null): MediaCheck {
  const rule = { code: 'codec', measured: codec, limit: 'what FFmpeg can decode' }
  if (codec !== null) return fine(rule, 'The sound can be read.')
  const remedy = 'Export the sound as MP3 or M4A.'
  return wrong(rule, { message: 'This kind of sound cannot be read here.', remedy, fix: null })
}

function checkDuration(durationMs: number | null): MediaCheck {
  const limit = `at most ${durationWords(VIDEO_MAX_DURATION_MS)}`
  const remedy = 'Cut the sound yourself where another part of it is to be heard.'
  if (durationMs === null) return unmeasured({ code: 'duration', limit }, 'duration', { remedy, fix: null })
  const rule = { code: 'duration', measured: durationWords(durationMs), limit }
  if (durationMs <= 0)
    return wrong(rule, { message: 'The sound has no duration.', remedy: 'Export the sound again.', fix: null })
  if (durationMs > VIDEO_MAX_DURATION_MS)
    return doubtful(rule, { message: 'No slideshow is so long: the end is not heard.', remedy, fix: null })
  return fine(rule, 'The duration is fine.')
}
