import { PHOTO_SIDES_PX } from '#shared/limits.ts'
import { decodeHeif } from './decode-heif.ts'
import { openImage } from './open-image.ts'

/** Hardly told from the original, at half the size of the best quality. */
const QUALITY = 92

/**
 * Writes an image as TikTok is to get it: a JPEG, upright, in sRGB, on white, within "1080p" but never enlarged, without a word of
 * metadata. Run it in a process that may crash.
 */
export async function drawPhoto(path: string, photoPath: string) {
  const { compression, autoOrient, depth, hasProfile } = await openImage(path).metadata()
  const isWide = autoOrient.width > autoOrient.height
  const { short, long } = PHOTO_SIDES_PX
  const box = isWide ? { width: long, height: short } : { width: short, height: long }
  const photo = openImage(compression === 'hevc' ? await decodeHeif(path) : path)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ ...box, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
  // Pictures of 16 bits with a profile are worked on in Display P3, and would keep its numbers.
  if (hasProfile && depth === 'ushort') photo.withIccProfile('srgb', { attach: false })
  const { size, width, height } = await photo.toFile(photoPath)
  return { sizeBytes: size, width, height }
}
