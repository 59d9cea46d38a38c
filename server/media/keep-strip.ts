import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { makeStrip } from '../studio/make-strip.ts'
import { keepPicture } from './keep-picture.ts'
import { stripKey } from './strip-key.ts'

/** Makes the animated strip of a video and stores it beside it. Never throws; the answer is that of `keepPicture`. */
export async function keepStrip(ctx: Context, path: string, { storageKey, mimeType, durationMs }: MediaRow) {
  return keepPicture(ctx, stripKey(storageKey), (picturePath) =>
    makeStrip({ path, mimeType, durationMs: durationMs ?? 0 }, picturePath),
  )
}
