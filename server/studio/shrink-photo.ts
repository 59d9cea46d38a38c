import { openImage } from './open-image.ts'

const SIDE_PX = 480
const QUALITY = 80

/** Writes the thumbnail of an image, made of what TikTok gets of it. Run it in a process that may crash. */
export async function shrinkPhoto(photoPath: string, thumbnailPath: string): Promise<void> {
  await openImage(photoPath)
    .resize({ width: SIDE_PX, height: SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: QUALITY })
    .toFile(thumbnailPath)
}
