import { mediaThumbnailUrl } from '../../../media-urls.ts'
import { mediaOf, type Piece } from './piece.ts'

/** Where a photo is seen in full; browsers cannot show every kind of file, then the small copy stands in. */
export function photoSources(photo: Piece): string[] {
  return [photo.previewUrl, ...thumbnailsOf(photo)]
}

/** Where a photo is seen small. */
export function smallSources(photo: Piece): string[] {
  return [...thumbnailsOf(photo), photo.previewUrl]
}

function thumbnailsOf(photo: Piece): string[] {
  const media = mediaOf(photo)
  return media ? [mediaThumbnailUrl(media.id)] : []
}
