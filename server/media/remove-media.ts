import type { Context } from '../context.ts'
import { AppError, notFound } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { lockContent } from './keep-content.ts'
import { deleteMedia, findMedia, isMediaInUse, isStoredFileInUse } from './media-store.ts'
import { removeStored } from './remove-stored.ts'

/**
 * Deletes a media item, and its file unless another item shares it. What is being rendered is cancelled by it. Throws `conflict`
 * while a post needs it, or something that is made of it.
 */
export async function removeMedia(ctx: Context, workspaceId: string, id: string): Promise<void> {
  const orphan = await ctx.db.transaction().execute(async (tx) => {
    const media = await findMedia(tx, workspaceId, id)
    if (!media) throw notFound('media item')
    await lockContent(tx, media)
    if (await isMediaInUse(tx, media))
      throw new AppError('conflict', `${media.fileName} is needed by a post, or by something that is made of it.`, {
        remedy: 'Delete the post first, or wait until what is made of it is ready.',
      })
    await deleteMedia(tx, id)
    await notifyWorkspace(tx, workspaceId, { type: 'media', mediaId: id })
    return (await isStoredFileInUse(tx, media.storageKey)) ? null : media.storageKey
  })
  if (orphan) await removeStored(ctx, orphan)
}
