import type { MediaCheck } from '#shared/api/media.ts'
import { after } from '../clock.ts'
import type { AccountRow, MediaRow } from '../db/tables.ts'
import { doubtful, fine, wrong } from '../media/finding.ts'
import { durationWords } from '../media/measure-words.ts'

/** TikTok seldom changes how long a creator may post. What it said longer ago warns, and stops nothing. */
export const MAX_DURATION_IS_FRESH_MS = 24 * 60 * 60 * 1000

type Creator = Pick<AccountRow, 'displayName' | 'maxVideoDurationS' | 'maxVideoDurationAt'>
type Video = Pick<MediaRow, 'fileName' | 'durationMs'>

/** What the flight check says of a media item for this account alone: its length, beside what TikTok said of the creator last. */
export function checkForAccount(media: Video, creator: Creator, now: Date): MediaCheck[] {
  const { durationMs } = media
  const { displayName, maxVideoDurationS, maxVideoDurationAt } = creator
  if (durationMs === null) return []
  const measured = durationWords(durationMs)
  if (maxVideoDurationS === null || maxVideoDurationAt === null) {
    const rule = { code: 'account_duration', measured, limit: null }
    return [fine(rule, `How long ${displayName} may post is not known yet; TikTok is asked before each post.`)]
  }
  const limit = `at most ${durationWords(maxVideoDurationS * 1000)} for ${displayName}`
  const rule = { code: 'account_duration', measured, limit }
  if (durationMs <= maxVideoDurationS * 1000) return [fine(rule, `The duration is fine for ${displayName}.`)]
  const remedy = 'Cut the video shorter, or leave this account out.'
  const trouble = { message: tooLongWords(media, creator), remedy, fix: null }
  const isFresh = maxVideoDurationAt > after(now, -MAX_DURATION_IS_FRESH_MS)
  return [isFresh ? wrong(rule, trouble) : doubtful(rule, trouble)]
}

export function tooLongWords({ fileName, durationMs }: Video, { displayName, maxVideoDurationS }: Creator): string {
  return `${fileName} lasts ${durationWords(durationMs ?? 0)}; ${displayName} may post up to ${durationWords((maxVideoDurationS ?? 0) * 1000)}.`
}
