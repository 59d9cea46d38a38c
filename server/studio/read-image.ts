import type { Metadata } from 'sharp'
import { PHOTO_MAX_PIXELS } from '#shared/limits.ts'
import type { ImageProbe, MediaProbe } from './media-probe.ts'
import { openImageHeader } from './open-image.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** Reads the header of an image and decodes nothing: what is too large for us ends here. */
export async function readImage(path: string): Promise<Pick<MediaProbe, 'width' | 'height' | 'codec' | 'image'>> {
  const header = await openImageHeader(path).metadata()
  const { width, height } = header.autoOrient
  if (width * height > PHOTO_MAX_PIXELS) throw tooManyPixels(width, height)
  return { width, height, codec: header.compression ?? null, image: describe(header) }
}

function describe({
  pages = 1,
  orientation = 1,
  space,
  hasProfile,
  bitsPerSample = 8,
  hasAlpha,
}: Metadata): ImageProbe {
  const isGrey = space === 'b-w' || space === 'grey16'
  const isPlain = space === 'srgb' || space === 'rgb16'
  const colourSpace = isGrey ? 'grey' : isPlain ? 'rgb' : space
  return { pictures: pages, orientation, colourSpace, hasProfile, bitsPerSample, hasAlpha }
}

function tooManyPixels(width: number, height: number): UnreadableMediaError {
  const megapixels = (pixels: number) => `${Math.ceil(pixels / 100_000) / 10} megapixels`
  return new UnreadableMediaError(
    `Its picture has ${width} × ${height} px, ${megapixels(width * height)}; the most is ${megapixels(PHOTO_MAX_PIXELS)}.`,
  )
}
