import type { MediaCheck, MediaFix } from '#shared/api/media.ts'
import { PHOTO_SIDES_PX } from '#shared/limits.ts'

const words: Record<MediaFix, string> = {
  transcode: 'as an MP4 with H.264 at 30 frames a second',
  resize: 'in a size that TikTok takes',
  convert: 'as a JPEG',
  shrink: `of at most ${PHOTO_SIDES_PX.short} × ${PHOTO_SIDES_PX.long} pixels`,
}
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** All that Clipdeck can mend: nothing where something else would keep TikTok from taking the file all the same. */
export function fixesOf(checks: readonly MediaCheck[]): MediaFix[] {
  if (checks.some(({ level, fix }) => level === 'error' && fix === null)) return []
  const fixes = checks.filter(({ level }) => level !== 'ok').map(({ fix }) => fix)
  return [...new Set(fixes.filter((fix) => fix !== null))]
}

/** What a fix would do, in a sentence; null when nothing can be mended. */
export function fixWords(checks: readonly MediaCheck[]): string | null {
  const fixes = fixesOf(checks)
  if (fixes.length === 0) return null
  return `Makes a copy ${list.format(fixes.map((fix) => words[fix]))}. The original stays in the library.`
}
