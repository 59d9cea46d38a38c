import type { Context } from '../context.ts'
import { makeThumbnail } from '../studio/make-thumbnail.ts'
import type { ChildLimits } from '../studio/media-child.ts'
import { keepPicture } from './keep-picture.ts'
import { thumbnailKey } from './thumbnail-key.ts'

type Source = { storageKey: string; mimeType: string; durationMs: number | null }

/** Makes the thumbnail of a video and stores it beside it. Never throws; the answer is that of `keepPicture`. */
export async function keepThumbnail(
  ctx: Context,
  path: string,
  { storageKey, mimeType, durationMs }: Source,
  limits: ChildLimits = {},
): Promise<boolean | null> {
  return keepPicture(ctx, thumbnailKey(storageKey), (picturePath) =>
    makeThumbnail({ path, mimeType, durationMs: durationMs ?? 0 }, picturePath, limits),
  )
}
