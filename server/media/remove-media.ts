import type { Context } from '../context.ts'
import { AppError, notFound } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { deleteMedia, findMedia, isMediaInUse } from './media-store.ts'
import { thumbnailKey } from './thumbnail-key.ts'

/** Deletes a media item and its file, unless a post needs it. */
export async function removeMedia(ctx: Context, workspaceId: string, id: string): Promise<void> {
  const storageKey = await ctx.db.transaction().execute(async (tx) => {
    const media = await findMedia(tx, workspaceId, id)
    if (!media) throw notFound('media item')
    if (await isMediaInUse(tx, id))
      throw new AppError('conflict', `${media.fileName} belongs to a post.`, { remedy: 'Delete the post first.' })
    await deleteMedia(tx, id)
    await notifyWorkspace(tx, workspaceId, { type: 'media', mediaId: id })
    return media.storageKey
  })
  await ctx.storage.remove(storageKey)
  await ctx.storage.remove(thumbnailKey(storageKey))
}
