import { extname } from 'node:path'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { beginRender } from './begin-render.ts'
import { displayName } from './display-name.ts'
import { findMedia } from './media-store.ts'

type Refusal = { detail: string; remedy: string }

/**
 * A new item that a worker makes of this one so that it passes the flight check: an MP4 of a video, a JPEG of an image. The original
 * stays. Throws `conflict` where there is nothing that can be mended.
 */
export async function fixMedia(ctx: Context, workspaceId: string, id: string): Promise<MediaRow> {
  const original = await findMedia(ctx.db, workspaceId, id)
  if (!original) throw notFound('media item')
  const refusal = whyNot(original)
  if (refusal) throw new AppError('conflict', refusal.detail, { remedy: refusal.remedy })
  const { kind, fileName } = original
  const isImage = kind === 'image'
  return beginRender(ctx, {
    workspaceId,
    kind,
    fileName: renamed(fileName, isImage ? '.jpg' : '.mp4'),
    mimeType: isImage ? 'image/jpeg' : 'video/mp4',
    madeFrom: { kind: 'fix', mediaId: id },
  })
}

function whyNot({ status, fileName, checks }: MediaRow): Refusal | null {
  if (status === 'rendering')
    return { detail: `${fileName} is still being made.`, remedy: 'Wait until it is ready, then ask again.' }
  if (status === 'failed')
    return { detail: `${fileName} could not be made, so there is nothing to mend.`, remedy: 'Upload the file again.' }
  const hopeless = checks.find(({ level, fix }) => level === 'error' && fix === null)
  if (hopeless)
    return {
      detail: `${fileName} cannot be mended here: ${hopeless.message}`,
      remedy: hopeless.remedy ?? 'Upload another file.',
    }
  if (checks.some(({ level, fix }) => level !== 'ok' && fix !== null)) return null
  return { detail: `There is nothing in ${fileName} that can be mended here.`, remedy: 'Use it as it is.' }
}

function renamed(fileName: string, extension: string): string {
  return displayName(fileName.slice(0, fileName.length - extname(fileName).length) + extension)
}
