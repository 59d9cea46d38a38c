import type { Failure } from '#shared/api/posts.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { MediaTimeoutError, UnreadableMediaError } from '../studio/unreadable-media-error.ts'
import { endRender } from './renders-store.ts'

const TRY_AGAIN = 'Try again; with fewer or smaller files if it fails again.'

/** Why something cannot be rendered, in a sentence for the person who asked for it. */
export class RenderError extends Error {
  override name = 'RenderError'
  readonly code: string
  readonly remedy: string

  constructor(code: string, detail: string, remedy = TRY_AGAIN) {
    super(detail)
    this.code = code
    this.remedy = remedy
  }
}

/** What a person is told about it. Our own mistakes are logged. */
export function failureOf(ctx: Context, media: MediaRow, error: unknown): Failure {
  if (error instanceof RenderError) return { code: error.code, detail: error.message, remedy: error.remedy }
  if (error instanceof MediaTimeoutError) {
    const detail = `${media.fileName} could not be made within ${error.timeoutMs / 60_000} minutes.`
    return { code: 'render_timeout', detail, remedy: TRY_AGAIN }
  }
  if (error instanceof UnreadableMediaError)
    return { code: 'media_unreadable', detail: error.message, remedy: 'Replace the file that cannot be read.' }
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    const detail = `There is no room on the disk for ${media.fileName}.`
    return { code: 'disk_full', detail, remedy: 'Free space under DATA_DIR, then try again.' }
  }
  if (error instanceof AppError && error.code === 'quota_exceeded')
    return { code: error.code, detail: error.message, remedy: error.remedy ?? TRY_AGAIN }
  ctx.log.error({ err: error, mediaId: media.id }, 'A media item could not be rendered')
  return { code: 'render_failed', detail: `${media.fileName} could not be made.`, remedy: TRY_AGAIN }
}

/** `rendering` → `failed`, unless it was cancelled. */
export async function failRender(ctx: Context, media: MediaRow, failure: Failure): Promise<void> {
  const { id, workspaceId } = media
  const failed = await endRender(ctx.db, media, { status: 'failed', failure: JSON.stringify(failure) })
  if (failed) await notifyWorkspace(ctx.db, workspaceId, { type: 'media', mediaId: id })
}
