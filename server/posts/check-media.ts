import type { MediaKind } from '#shared/api/media.ts'
import type { PostType } from '#shared/api/posts.ts'
import { PHOTO_MAX_COUNT } from '#shared/limits.ts'
import type { Tx } from '../db/db.ts'
import type { MediaRow } from '../db/tables.ts'
import { type FieldError, invalidInput, notFound } from '../errors.ts'
import { findMediaByIds } from '../media/media-store.ts'

type Chosen = { type: PostType; mediaIds: string[]; photoCoverIndex?: number | null | undefined }

const KIND_WORDS: Readonly<Record<MediaKind, string>> = { video: 'a video', image: 'an image', audio: 'a sound' }

/**
 * Every media item is there, belongs to the workspace, fits the type of the post and passed its flight check; so does the cover. Gives
 * the items in their order.
 */
export async function checkMedia(
  tx: Tx,
  workspaceId: string,
  { type, mediaIds, photoCoverIndex }: Chosen,
): Promise<MediaRow[]> {
  const count = countProblem(type, mediaIds.length)
  if (count) throw invalidInput({ path: 'mediaIds', message: count })
  const found = new Map((await findMediaByIds(tx, workspaceId, mediaIds)).map((media) => [media.id, media]))
  const problems: FieldError[] = []
  const media: MediaRow[] = []
  for (const [index, id] of mediaIds.entries()) {
    const item = found.get(id)
    if (!item) throw notFound('media item', `mediaIds.${index}`)
    media.push(item)
    const message = mediaProblem(type, item)
    if (message) problems.push({ path: `mediaIds.${index}`, message })
  }
  if (type === 'photo' && (photoCoverIndex ?? 0) >= mediaIds.length)
    problems.push({ path: 'photoCoverIndex', message: coverProblem(photoCoverIndex ?? 0, mediaIds.length) })
  if (problems.length > 0) throw invalidInput(...problems)
  return media
}

function countProblem(type: PostType, count: number): string | null {
  if (type === 'video') return count === 1 ? null : `A video post takes exactly one video; these are ${count}.`
  return count >= 1 && count <= PHOTO_MAX_COUNT
    ? null
    : `A photo post takes 1 to ${PHOTO_MAX_COUNT} images; these are ${count}.`
}

function coverProblem(index: number, count: number): string {
  const last = count === 1 ? 'it can only be 0' : `it can be 0 to ${count - 1}`
  return `There is no image ${index} to be the cover: with ${count} of them, ${last}.`
}

function mediaProblem(type: PostType, { kind, fileName, status, checks }: MediaRow): string | null {
  const wanted = type === 'video' ? 'video' : 'image'
  if (kind !== wanted) {
    const remedy = kind === 'audio' ? ' A sound goes into a slideshow, which is posted as a video.' : ''
    return `${fileName} is ${KIND_WORDS[kind]}; a ${type} post takes ${wanted}s.${remedy}`
  }
  if (status !== 'ready') return `${fileName} is not ready (${status}).`
  const refused = checks.filter((check) => check.level === 'error')
  return refused.length === 0
    ? null
    : `TikTok would refuse ${fileName}: ${refused.map((check) => check.message).join(' ')}`
}
