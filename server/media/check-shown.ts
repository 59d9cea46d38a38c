import type { MediaCheck, MediaKind } from '#shared/api/media.ts'
import { doubtful } from './finding.ts'

/** The part of a video's flight check that looks into its pictures: making its thumbnail found none to show. */
export function checkShown(kind: MediaKind, hasThumbnail: boolean | null): MediaCheck[] {
  if (kind !== 'video' || hasThumbnail !== false) return []
  const rule = { code: 'picture', measured: 'none could be shown', limit: 'pictures that can be decoded' }
  const message = 'No picture of the video can be shown here: it may be damaged.'
  return [doubtful(rule, { message, remedy: 'Play it, and export it again if it does not play.', fix: null })]
}
