/** The states of a publication and the legal moves between them. */
export const publicationMoves = {
  draft: ['scheduled', 'cancelled'],
  scheduled: ['draft', 'publishing', 'held', 'failed', 'cancelled'],
  publishing: ['scheduled', 'processing', 'published', 'inbox', 'held', 'unconfirmed', 'failed', 'cancelled'],
  processing: ['scheduled', 'published', 'inbox', 'unconfirmed', 'held', 'failed'],
  held: ['scheduled', 'cancelled', 'failed'],
  unconfirmed: ['scheduled', 'processing', 'published', 'inbox', 'held', 'failed'],
  inbox: ['published'],
  published: [],
  failed: ['scheduled'],
  cancelled: [],
} as const

export type PublicationStatus = keyof typeof publicationMoves

export const PUBLICATION_STATUSES = Object.keys(publicationMoves) as [PublicationStatus, ...PublicationStatus[]]

/** True when a publication in state `from` may become `to`. */
export function canMove(from: PublicationStatus, to: PublicationStatus): boolean {
  return (publicationMoves[from] as readonly PublicationStatus[]).includes(to)
}

/** True when nothing more will happen by itself. `unconfirmed` is not an end: it is still being asked about. */
export function isEnded(status: PublicationStatus): boolean {
  return status === 'published' || status === 'inbox' || status === 'failed' || status === 'cancelled'
}
