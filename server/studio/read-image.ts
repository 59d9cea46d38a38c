import type { Metadata } from 'sharp'
import type { ImageProbe, MediaProbe } from './media-probe.ts'
import { openImageHeader } from './open-image.ts'
import { checkPixels } from './pixel-limit.ts'

/** Reads the header of an image and decodes nothing: what is too large for us ends here. */
export async function readImage(path: string): Promise<Pick<MediaProbe, 'width' | 'height' | 'codec' | 'image'>> {
  const header = await openImageHeader(path).metadata()
  const { width, height } = header.autoOrient
  checkPixels({ width, height })
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
