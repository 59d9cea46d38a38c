import type { MediaCheck, MediaFix } from '#shared/api/media.ts'
import { PHOTO_SIDES_PX } from '#shared/limits.ts'

const words: Record<MediaFix, string> = {
  transcode: 'as an MP4 with H.264 at 30 frames a second',
  resize: 'in a size that TikTok takes',
  convert: 'as a JPEG',
  shrink: `of at most ${PHOTO_SIDES_PX.short} × ${PHOTO_SIDES_PX.long} pixels`,
}
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** What a fix would do, in a sentence; null when nothing can be mended. */
export function fixWords(checks: readonly MediaCheck[]): string | null {
  const fixes = [...new Set(checks.map(({ fix }) => fix).filter((fix) => fix !== null))]
  if (fixes.length === 0) return null
  return `Makes a copy ${list.format(fixes.map((fix) => words[fix]))}. The original stays in the library.`
}
