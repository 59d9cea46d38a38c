import type { Publication } from '#shared/api/posts.ts'
import { canMove, canSchedule, isEnded } from '#shared/publication-status.ts'

export type PublicationAction = 'retry' | 'cancel' | 'resolve'

/** What a person may do about a publication now: the same moves that the server allows. */
export function publicationActions({ status }: Pick<Publication, 'status'>): PublicationAction[] {
  const actions: PublicationAction[] = []
  if ((status === 'failed' || status === 'held') && canMove(status, 'scheduled')) actions.push('retry')
  if (status === 'unconfirmed' && canMove(status, 'published')) actions.push('resolve')
  if (!isEnded(status) && canMove(status, 'cancelled')) actions.push('cancel')
  return actions
}

export type PostAction = 'publish' | 'schedule' | 'cancel'

/** What a person may do about a whole post: what at least one of its publications allows. */
export function postActions(publications: readonly Pick<Publication, 'status' | 'failure'>[]): PostAction[] {
  const actions: PostAction[] = []
  if (publications.some(canSchedule)) actions.push('publish', 'schedule')
  if (publications.some(({ status }) => canMove(status, 'cancelled'))) actions.push('cancel')
  return actions
}
