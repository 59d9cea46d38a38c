import { PHOTO_MAX_PIXELS } from '#shared/limits.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** Throws UnreadableMediaError for a picture that is larger than we decode. */
export function checkPixels({ width, height }: { width: number; height: number }): void {
  if (width * height <= PHOTO_MAX_PIXELS) return
  throw new UnreadableMediaError(
    `Its picture has ${width} × ${height} px, ${megapixels(width * height)}; the most is ${megapixels(PHOTO_MAX_PIXELS)}.`,
  )
}

function megapixels(pixels: number): string {
  return `${Math.ceil(pixels / 100_000) / 10} megapixels`
}
