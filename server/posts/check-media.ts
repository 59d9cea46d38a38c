import type { PostType } from '#shared/api/posts.ts'
import { PHOTO_MAX_COUNT } from '#shared/limits.ts'
import type { Tx } from '../db/db.ts'
import type { MediaRow } from '../db/tables.ts'
import { type FieldError, invalidInput, notFound } from '../errors.ts'
import { findMediaByIds } from '../media/media-store.ts'

/** Every media item is there, belongs to the workspace, fits the type of the post and passed its flight check. */
export async function checkMedia(
  tx: Tx,
  workspaceId: string,
  { type, mediaIds }: { type: PostType; mediaIds: string[] },
): Promise<void> {
  const count = countProblem(type, mediaIds.length)
  if (count) throw invalidInput({ path: 'mediaIds', message: count })
  const found = new Map((await findMediaByIds(tx, workspaceId, mediaIds)).map((media) => [media.id, media]))
  const problems: FieldError[] = []
  for (const [index, id] of mediaIds.entries()) {
    const media = found.get(id)
    if (!media) throw notFound('media item', `mediaIds.${index}`)
    const message = mediaProblem(type, media)
    if (message) problems.push({ path: `mediaIds.${index}`, message })
  }
  if (problems.length > 0) throw invalidInput(...problems)
}

function countProblem(type: PostType, count: number): string | null {
  if (type === 'video') return count === 1 ? null : `A video post takes exactly one video; these are ${count}.`
  return count >= 1 && count <= PHOTO_MAX_COUNT
    ? null
    : `A photo post takes 1 to ${PHOTO_MAX_COUNT} images; these are ${count}.`
}

function mediaProblem(type: PostType, media: MediaRow): string | null {
  const wanted = type === 'video' ? 'video' : 'image'
  if (media.kind !== wanted)
    return `${media.fileName} is ${media.kind === 'video' ? 'a video' : 'an image'}; a ${type} post takes ${wanted}s.`
  if (media.status !== 'ready') return `${media.fileName} is not ready (${media.status}).`
  const refused = media.checks.filter((check) => check.level === 'error')
  return refused.length === 0
    ? null
    : `TikTok would refuse ${media.fileName}: ${refused.map((check) => check.message).join(' ')}`
}
