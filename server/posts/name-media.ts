import type { MediaRow } from '../db/tables.ts'
import { durationWords, sizeWords } from '../media/measure-words.ts'
import type { Decision } from './decision.ts'

/** TikTok does not say which of several images it means: so many are named. */
const NAMED = 3

type Measure = (media: MediaRow) => string | null

const sides: Measure = ({ photo, width, height }) => {
  const shown = photo ?? { width, height }
  return shown.width === null || shown.height === null ? null : `${shown.width} × ${shown.height} px`
}
const format: Measure = ({ photo, mimeType, codec }) =>
  photo ? 'sent as JPEG' : [mimeType, codec].filter(Boolean).join(', ')
const duration: Measure = ({ durationMs }) => (durationMs === null ? null : durationWords(durationMs))
const frameRate: Measure = (media) => (media.frameRate === null ? null : `${media.frameRate} frames per second`)
const size: Measure = ({ photo, sizeBytes }) => sizeWords(photo?.sizeBytes ?? sizeBytes)

/** What was measured here, for each fail reason that is about the media. content-posting-api-reference-get-video-status. */
const measures: Readonly<Record<string, Measure>> = {
  file_format_check_failed: format,
  file_format: format,
  duration_check_failed: duration,
  duration,
  frame_rate_check_failed: frameRate,
  frame_rate: frameRate,
  picture_size_check_failed: sides,
  picture_size: sides,
  video_bitrate_check_failed: size,
  video_pull_failed: size,
  photo_pull_failed: size,
}

/** The same, with the files that it is about and what was measured of them; the remedy tells TikTok's limit. */
export function nameMedia(decision: Decision, media: readonly MediaRow[]): Decision {
  if (!('failure' in decision)) return decision
  const { failure } = decision
  const measure = Object.hasOwn(measures, failure.code) ? measures[failure.code] : undefined
  if (!measure) return decision
  const named = media.slice(0, NAMED).map((item) => [item.fileName, measure(item)].filter(Boolean).join(': '))
  const rest = media.length > NAMED ? `, and ${media.length - NAMED} more` : ''
  const words = media.length === 1 ? 'It is about' : `It is about one or more of these ${media.length} images:`
  return { ...decision, failure: { ...failure, detail: `${failure.detail} ${words} ${named.join('; ')}${rest}.` } }
}
