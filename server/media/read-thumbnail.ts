import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { keepThumbnail } from './keep-thumbnail.ts'
import { type PictureKind, readPicture } from './read-picture.ts'
import { thumbnailKey } from './thumbnail-key.ts'

const THUMBNAIL: PictureKind = { column: 'hasThumbnail', keyOf: thumbnailKey, keep: keepLate }

/** The thumbnail of a media item as a JPEG, or null for an item without one. */
export async function readThumbnail(ctx: Context, media: MediaRow, signal: AbortSignal): Promise<Buffer | null> {
  return readPicture(ctx, THUMBNAIL, { media, signal })
}

async function keepLate(ctx: Context, media: MediaRow): Promise<boolean | null> {
  return ctx.storage.withLocalFile(media.storageKey, (path) => keepThumbnail(ctx, path, media))
}
