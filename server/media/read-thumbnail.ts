import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { keepThumbnail } from './keep-thumbnail.ts'
import { type PictureKind, readPicture } from './read-picture.ts'
import { thumbnailKey } from './thumbnail-key.ts'

const THUMBNAIL: PictureKind = { column: 'hasThumbnail', keyOf: thumbnailKey, keep: keepThumbnail }

/** The thumbnail of a media item as a JPEG, or null for an item without one. */
export async function readThumbnail(ctx: Context, media: MediaRow, signal: AbortSignal): Promise<Buffer | null> {
  return readPicture(ctx, THUMBNAIL, { media, signal })
}
