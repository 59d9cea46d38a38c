import { mediaPhotoUrl, mediaThumbnailUrl } from '../../../media-urls.ts'
import { mediaOf, type Piece } from './piece.ts'

/** Where a photo is seen as TikTok gets it; until it is uploaded the file itself, as far as the browser can show it. */
export function photoSources(photo: Piece): string[] {
  const media = mediaOf(photo)
  return media?.photo ? [mediaPhotoUrl(media.id), photo.previewUrl] : [photo.previewUrl]
}

/** Where a photo is seen small. */
export function smallSources(photo: Piece): string[] {
  const media = mediaOf(photo)
  return media ? [mediaThumbnailUrl(media.id), photo.previewUrl] : [photo.previewUrl]
}
