import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { makeThumbnail } from '../studio/make-thumbnail.ts'
import type { ChildLimits } from '../studio/media-child.ts'
import { UnreadableMediaError } from '../studio/unreadable-media-error.ts'
import { thumbnailKey } from './thumbnail-key.ts'

type Source = { storageKey: string; mimeType: string; durationMs: number | null }

/**
 * Makes the thumbnail of a video and stores it beside it. Never throws, because a video is as good without: false says that it shows
 * nothing to make one of, null that making it failed here and may be tried again.
 */
export async function keepThumbnail(
  ctx: Context,
  path: string,
  { storageKey, mimeType, durationMs }: Source,
  limits: ChildLimits = {},
): Promise<boolean | null> {
  const thumbnailPath = join(ctx.uploadsDir, `${randomUUID()}.jpg`)
  try {
    await makeThumbnail({ path, mimeType, durationMs: durationMs ?? 0 }, thumbnailPath, limits)
    await ctx.storage.putFile(thumbnailKey(storageKey), thumbnailPath)
    return true
  } catch (err) {
    ctx.log.warn({ err, storageKey }, 'A video has no thumbnail')
    return err instanceof UnreadableMediaError ? false : null
  } finally {
    await rm(thumbnailPath, { force: true })
  }
}
