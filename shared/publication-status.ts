/**
 * The states of a publication and the legal moves between them. Whatever its state, it becomes `published` or `inbox` when
 * TikTok says so of an upload that a person had taken for lost.
 */
export const publicationMoves = {
  draft: ['scheduled', 'cancelled'],
  scheduled: ['draft', 'publishing', 'published', 'inbox', 'held', 'failed', 'cancelled'],
  publishing: ['scheduled', 'processing', 'published', 'inbox', 'held', 'unconfirmed', 'failed', 'cancelled'],
  processing: ['scheduled', 'published', 'inbox', 'unconfirmed', 'held', 'failed', 'cancelled'],
  held: ['scheduled', 'published', 'inbox', 'cancelled', 'failed'],
  unconfirmed: ['scheduled', 'publishing', 'processing', 'published', 'inbox', 'held', 'failed', 'cancelled'],
  inbox: ['published'],
  published: [],
  failed: ['scheduled', 'published', 'inbox'],
  cancelled: ['published', 'inbox'],
} as const

export type PublicationStatus = keyof typeof publicationMoves

export const PUBLICATION_STATUSES = Object.keys(publicationMoves) as [PublicationStatus, ...PublicationStatus[]]

/** True when a publication in state `from` may become `to`. */
export function canMove(from: PublicationStatus, to: PublicationStatus): boolean {
  return (publicationMoves[from] as readonly PublicationStatus[]).includes(to)
}

/** The code of what is held because a worker came for it too late. */
export const TOO_LATE = 'too_late'

/** True when a person may say at what time it goes out. */
export function canSchedule(publication: { status: PublicationStatus; failure: { code: string } | null }): boolean {
  const { status, failure } = publication
  return status === 'draft' || status === 'scheduled' || (status === 'held' && failure?.code === TOO_LATE)
}

/** True when nothing more will happen by itself. `unconfirmed` is not an end: it is still being asked about. */
export function isEnded(status: PublicationStatus): boolean {
  return status === 'published' || status === 'inbox' || status === 'failed' || status === 'cancelled'
}
