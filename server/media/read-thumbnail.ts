import { buffer } from 'node:stream/consumers'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { keepThumbnail } from './keep-thumbnail.ts'
import { findMedia, noteThumbnail } from './media-store.ts'
import { thumbnailKey } from './thumbnail-key.ts'

/**
 * Gives the reader of thumbnails: a JPEG, or null for a media item without one. Where nobody has tried yet, it is made on the way;
 * one at a time, because a page asks for dozens at once.
 */
export function createThumbnailReader(ctx: Context) {
  let turn: Promise<unknown> = Promise.resolve()

  async function makeOnce({ workspaceId, id }: MediaRow): Promise<boolean> {
    const media = await findMedia(ctx.db, workspaceId, id)
    if (media?.status !== 'ready') return false
    return media.hasThumbnail ?? (await makeLate(ctx, media))
  }

  return async (media: MediaRow): Promise<Buffer | null> => {
    let isThere = media.hasThumbnail
    if (isThere === null) {
      const mine = turn.then(() => makeOnce(media))
      turn = mine.catch(() => null)
      isThere = await mine
    }
    if (!isThere) return null
    return buffer(ctx.storage.read(thumbnailKey(media.storageKey))).catch((err: unknown) => {
      ctx.log.warn({ err, storageKey: media.storageKey }, 'A thumbnail cannot be read')
      return null
    })
  }
}

async function makeLate(ctx: Context, { id, storageKey, mimeType, durationMs }: MediaRow): Promise<boolean> {
  const video = { storageKey, mimeType, durationMs }
  const hasThumbnail = await ctx.storage.withLocalFile(storageKey, (path) => keepThumbnail(ctx, path, video))
  const isStillThere = hasThumbnail === null || (await noteThumbnail(ctx.db, id, hasThumbnail))
  if (!isStillThere) await ctx.storage.remove(thumbnailKey(storageKey))
  return isStillThere && hasThumbnail === true
}
