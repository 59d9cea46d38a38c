import sharp, { type Sharp } from 'sharp'
import { PHOTO_MAX_PIXELS } from '#shared/limits.ts'

// libvips opens what its readers recognise, whatever the name says: vector graphics, documents and raw files stay closed.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})
sharp.cache(false)
// Each thread holds rows of the picture.
sharp.concurrency(1)

/** The first picture of an image, not decoded yet. What is cut off throws when it is decoded. */
export function openImage(image: string | Buffer): Sharp {
  return sharp(image, { limitInputPixels: PHOTO_MAX_PIXELS, sequentialRead: true, failOn: 'error' })
}

/** The header alone, however many pixels it promises. */
export function openImageHeader(path: string): Sharp {
  return sharp(path, { limitInputPixels: false, failOn: 'error' })
}
