import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { makeStrip } from '../studio/make-strip.ts'
import { keepPicture } from './keep-picture.ts'
import { sourceOf } from './media-source.ts'
import { stripKey } from './strip-key.ts'

/** Makes the animated strip of a video and stores it beside it. Never throws; the answer is that of `keepPicture`. */
export async function keepStrip(ctx: Context, media: MediaRow): Promise<boolean | null> {
  const source = sourceOf(ctx.storage, media)
  const { storageKey, mimeType, durationMs } = media
  return keepPicture(ctx, stripKey(storageKey), (picturePath) =>
    makeStrip({ source, mimeType, durationMs: durationMs ?? 0 }, picturePath),
  )
}
