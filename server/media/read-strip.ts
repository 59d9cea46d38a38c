import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { keepStrip } from './keep-strip.ts'
import { type PictureKind, readPicture } from './read-picture.ts'
import { requireVideo } from './require-video.ts'
import { stripKey } from './strip-key.ts'

const STRIP: PictureKind = { column: 'hasStrip', keyOf: stripKey, keep: keepStrip }

/** The strip of a video as an animated WebP. Throws `conflict` for what is no video, and for one that shows nothing. */
export async function readStrip(ctx: Context, media: MediaRow, signal: AbortSignal): Promise<Buffer> {
  requireVideo(media)
  const webp = await readPicture(ctx, STRIP, { media, signal })
  if (!webp) throw new AppError('conflict', `${media.fileName} has no pictures that can be shown.`)
  return webp
}
