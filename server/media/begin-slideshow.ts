import type { CreateSlideshow, MediaKind } from '#shared/api/media.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { type FieldError, invalidInput, notFound } from '../errors.ts'
import { beginRender } from './begin-render.ts'
import { findMediaByIds } from './media-store.ts'

/**
 * A media item that becomes a video of these images. Throws `invalid_input` for what is no image or not ready, and `not_found` for
 * what is not there; both name the field.
 */
export async function beginSlideshow(
  ctx: Context,
  workspaceId: string,
  { imageIds, audioId, ...look }: CreateSlideshow,
): Promise<MediaRow> {
  const ids = audioId ? [...imageIds, audioId] : imageIds
  const found = new Map((await findMediaByIds(ctx.db, workspaceId, ids)).map((media) => [media.id, media]))
  const problems = imageIds.flatMap((id, index) =>
    problemsOf(found.get(id), { kind: 'image', path: `imageIds.${index}` }),
  )
  if (audioId) problems.push(...problemsOf(found.get(audioId), { kind: 'audio', path: 'audioId' }))
  if (problems.length > 0) throw invalidInput(...problems)
  return beginRender(ctx, {
    workspaceId,
    kind: 'video',
    mimeType: 'video/mp4',
    fileName: 'slideshow.mp4',
    madeFrom: { kind: 'slideshow', imageIds, audioId: audioId ?? null, ...look },
  })
}

function problemsOf(media: MediaRow | undefined, { kind, path }: { kind: MediaKind; path: string }): FieldError[] {
  if (!media) throw notFound('media item', path)
  const wanted = kind === 'image' ? 'an image' : 'a sound'
  if (media.kind !== kind) return [{ path, message: `${media.fileName} is not ${wanted}.` }]
  return media.status === 'ready' ? [] : [{ path, message: `${media.fileName} is not ready (${media.status}).` }]
}
