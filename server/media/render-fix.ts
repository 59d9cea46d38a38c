import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MadeFrom } from '#shared/api/media.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { transcodeVideo } from '../studio/transcode-video.ts'
import { findMedia } from './media-store.ts'
import { photoKey } from './photo-key.ts'
import { RenderError } from './render-failure.ts'
import type { RenderRun } from './render-media.ts'

type FixWish = Extract<MadeFrom, { kind: 'fix' }>

/** Makes of another item what TikTok takes, in the folder of the run; gives its path. Throws RenderError when that item is gone. */
export async function renderFix(
  ctx: Context,
  { workspaceId }: MediaRow,
  { mediaId }: FixWish,
  run: RenderRun,
): Promise<string> {
  const original = await findMedia(ctx.db, workspaceId, mediaId)
  if (!original) throw new RenderError('source_missing', 'The original was deleted.', 'Upload it again.')
  return original.kind === 'image' ? copyPhoto(ctx, original, run) : transcode(ctx, original, run)
}

/** What TikTok would get of an image is there already. */
async function copyPhoto({ storage }: Context, { storageKey }: MediaRow, { dir }: RenderRun): Promise<string> {
  const path = join(dir, 'fixed.jpg')
  await storage.withLocalFile(photoKey(storageKey), (photoPath) => copyFile(photoPath, path))
  return path
}

async function transcode(
  { storage, config }: Context,
  { storageKey, mimeType, durationMs }: MediaRow,
  { dir, signal, onProgress }: RenderRun,
): Promise<string> {
  const path = join(dir, 'fixed.mp4')
  const limits = { signal, onProgress, timeoutMs: config.renderTimeoutMs }
  await storage.withLocalFile(storageKey, (sourcePath) =>
    transcodeVideo({ path, source: { path: sourcePath, mimeType, durationMs } }, limits),
  )
  return path
}
