import type { Publication } from '#shared/api/posts.ts'
import { canMove, canSchedule, isEnded } from '#shared/publication-status.ts'
import { isBeingPulled } from './is-being-pulled.ts'

type Facts = Pick<Publication, 'status' | 'failure' | 'source' | 'progress'>

export type PublicationAction = 'retry' | 'cancel' | 'resolve'

/** What a person may do about a publication now: the same moves that the server allows. */
export function publicationActions(publication: Facts): PublicationAction[] {
  const { status } = publication
  const actions: PublicationAction[] = []
  if ((status === 'failed' || status === 'held') && canMove(status, 'scheduled')) actions.push('retry')
  if (status === 'unconfirmed' && canMove(status, 'published')) actions.push('resolve')
  if (isCancellable(publication)) actions.push('cancel')
  return actions
}

export type PostAction = 'publish' | 'schedule' | 'cancel'

/** What a person may do about a whole post: what at least one of its publications allows. */
export function postActions(publications: readonly Facts[]): PostAction[] {
  const actions: PostAction[] = []
  if (publications.some(canSchedule)) actions.push('publish', 'schedule')
  if (publications.some(isCancellable)) actions.push('cancel')
  return actions
}

/** What TikTok has can only be called off while TikTok is still fetching it. */
function isCancellable(publication: Facts): boolean {
  const { status } = publication
  if (isEnded(status) || !canMove(status, 'cancelled')) return false
  return (status !== 'processing' && status !== 'unconfirmed') || isBeingPulled(publication)
}
