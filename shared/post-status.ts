import type { PublicationStatus } from './publication-status.ts'

export const POST_STATUSES = [
  'draft',
  'scheduled',
  'publishing',
  'published',
  'partial',
  'failed',
  'cancelled',
  'attention',
] as const

export type PostStatus = (typeof POST_STATUSES)[number]

/**
 * The status of a post, derived from its publications.
 * What needs a person comes first, then what is still moving, then how it ended.
 */
export function postStatus(publications: readonly PublicationStatus[]): PostStatus {
  const some = (...statuses: PublicationStatus[]) => publications.some((status) => statuses.includes(status))
  const wanted = publications.filter((status) => status !== 'cancelled')
  const every = (...statuses: PublicationStatus[]) => wanted.every((status) => statuses.includes(status))

  if (publications.length === 0) return 'draft'
  if (some('held', 'unconfirmed')) return 'attention'
  if (wanted.length === 0) return 'cancelled'
  if (some('publishing', 'processing')) return 'publishing'
  if (some('scheduled')) return some('published', 'inbox') ? 'publishing' : 'scheduled'
  if (every('draft')) return 'draft'
  if (every('published', 'inbox')) return 'published'
  if (every('failed')) return 'failed'
  return 'partial'
}
