import type { MediaCheck } from '#shared/api/media.ts'
import { PHOTO_MAX_SIZE_BYTES, PHOTO_MIME_TYPES, PHOTO_SIDES_PX } from '#shared/limits.ts'
import type { ImageProbe, MediaProbe } from '../studio/media-probe.ts'
import { doubtful, fine, type Rule } from './finding.ts'
import { sizeWords } from './measure-words.ts'

const SENT_AS_JPEG = 'Nothing needs to be done: Clipdeck sends TikTok a JPEG of it.'
const SENT_SMALLER = 'Nothing needs to be done: Clipdeck sends TikTok a smaller JPEG of it.'
const COLOUR_WORDS: Readonly<Record<string, string>> = { rgb: 'RGB', grey: 'grey', cmyk: 'CMYK' }

type Seen = Pick<MediaProbe, 'mimeType' | 'container' | 'width' | 'height' | 'image'>

/**
 * The flight check of an image. Nothing here stops a post, because TikTok pulls the JPEG that Clipdeck made of it: a warning says in
 * what that differs from what was uploaded.
 */
export function checkImage({ mimeType, container, width, height, image }: Seen, sizeBytes: number): MediaCheck[] {
  return [
    checkFormat(mimeType, container),
    ...(width !== null && height !== null ? [checkSides(width, height)] : []),
    checkSize(sizeBytes),
    ...(image ? [...checkAnimation(image, mimeType), checkColours(image), ...checkOrientation(image)] : []),
  ]
}

function checkFormat(mimeType: string, container: string): MediaCheck {
  const rule = { code: 'format', measured: container.toUpperCase(), limit: 'JPEG or WebP' }
  if (PHOTO_MIME_TYPES.some((accepted) => accepted === mimeType)) return fine(rule, 'The file format is fine.')
  return doubtful(rule, {
    message: 'TikTok does not take this file format: it gets a JPEG of it.',
    remedy: SENT_AS_JPEG,
    fix: 'convert',
  })
}

function checkSides(width: number, height: number): MediaCheck {
  const { short, long } = PHOTO_SIDES_PX
  const limit = `at most ${short} px on the short side and ${long} px on the long side`
  const rule = { code: 'picture_size', measured: `${width} × ${height} px`, limit }
  if (Math.min(width, height) <= short && Math.max(width, height) <= long)
    return fine(rule, 'The picture size is fine.')
  return doubtful(rule, {
    message: 'The picture is too large for TikTok: it gets a smaller one.',
    remedy: SENT_SMALLER,
    fix: 'shrink',
  })
}

function checkSize(sizeBytes: number): MediaCheck {
  const limit = `at most ${PHOTO_MAX_SIZE_BYTES / 1_000_000} MB`
  const rule = { code: 'file_size', measured: sizeWords(sizeBytes), limit }
  if (sizeBytes <= PHOTO_MAX_SIZE_BYTES) return fine(rule, 'The file size is fine.')
  return doubtful(rule, {
    message: 'The file is too large for TikTok: it gets a smaller one.',
    remedy: SENT_SMALLER,
    fix: 'shrink',
  })
}

/** How many pictures a moving PNG has, its reader does not say. */
function checkAnimation({ pictures }: ImageProbe, mimeType: string): MediaCheck[] {
  if (pictures === 1 && mimeType !== 'image/apng') return []
  const measured = pictures === 1 ? 'several pictures' : `${pictures} pictures`
  const rule = { code: 'animation', measured, limit: 'one picture' }
  const message = 'Only the first picture is shown: TikTok takes no moving images.'
  return [doubtful(rule, { message, remedy: 'To show all of it, upload it as a video.', fix: 'convert' })]
}

function checkColours({ colourSpace, hasProfile, bitsPerSample, hasAlpha }: ImageProbe): MediaCheck {
  const measured = [
    COLOUR_WORDS[colourSpace] ?? colourSpace,
    hasProfile && 'with a colour profile',
    bitsPerSample > 8 && `${bitsPerSample} bits`,
    hasAlpha && 'with transparency',
  ].filter((part) => part !== false)
  const rule = { code: 'colours', measured: measured.join(', '), limit: 'sRGB' }
  const isPlain = colourSpace === 'rgb' && measured.length === 1
  if (isPlain) return fine(rule, 'The colours are fine.')
  return fine(rule, hasAlpha ? 'TikTok gets it in sRGB, on white.' : 'TikTok gets it in sRGB.')
}

function checkOrientation({ orientation }: ImageProbe): MediaCheck[] {
  if (orientation <= 1) return []
  const rule: Rule = { code: 'orientation', measured: `EXIF orientation ${orientation}`, limit: 'upright' }
  return [fine(rule, 'TikTok gets it upright.')]
}
