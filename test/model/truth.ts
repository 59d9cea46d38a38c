import { isMendedByReconnect } from '#server/posts/mended-by-reconnect.ts'
import { canMove, type PublicationStatus } from '#shared/publication-status.ts'
import type { Seen } from './sight.ts'

type Move = { from: PublicationStatus; to: PublicationStatus }
type Scene = { publications: Seen[]; liveCount: number; moves: Move[] }

/** States that say: TikTok has nothing of it, and nothing is on its way there. */
const NOTHING_THERE: PublicationStatus[] = ['draft', 'scheduled', 'held', 'failed', 'cancelled']
const STANDS_STILL: PublicationStatus[] = ['published', 'inbox', 'held', 'failed', 'cancelled', 'unconfirmed']

/** What must be true at every moment. Gives what is not. */
export function lies({ publications, liveCount, moves }: Scene): string[] {
  const known = publications.reduce((sum, { live }) => sum + live.length, 0)
  return [
    ...moves.filter(({ from, to }) => !canMove(from, to)).map(({ from, to }) => `moved from ${from} to ${to}`),
    ...(known < liveCount ? [`TikTok has ${liveCount - known} that nobody here knows of`] : []),
    ...publications.flatMap(liesOf),
  ]
}

function liesOf(seen: Seen): string[] {
  const { status, live, transfers } = seen
  const phases = live.map(({ phase }) => phase)
  const isAnnounced = transfers.some(({ lastChunkAt }) => lastChunkAt !== null)
  return [
    live.length > 1 && `sent twice: ${phases.join(', ')}`,
    live.length > 0 && NOTHING_THERE.includes(status) && `${status}, but TikTok has it: ${phases.join(', ')}`,
    live.length > 0 && !isAnnounced && 'the last byte went out before that was written down',
    status === 'published' && !phases.includes('complete') && 'published, but there is no post',
    status === 'inbox' && live.length === 0 && 'inbox, but there is no draft',
  ].filter((lie) => lie !== false)
}

/** What must be true once nothing goes wrong any more and all the time it needs has passed. */
export function looseEnds(publications: Seen[], isAccountActive: boolean): string[] {
  return publications.flatMap(({ status, phase, failure, lastEvent, mode }) => {
    const waitsForReconnect = status === 'held' && failure !== null && isMendedByReconnect(failure.code)
    const wouldSay = isAccountActive && phase !== null && phase !== 'processing'
    return [
      !STANDS_STILL.includes(status) && `stuck in ${status}`,
      status === 'unconfirmed' && wouldSay && `unconfirmed, though TikTok would say ${phase}`,
      isAccountActive && waitsForReconnect && `held for ${failure.code}, though the account is connected`,
      status !== lastEvent && `${status}, but the timeline ends with ${lastEvent}`,
      mode === 'direct' && status === 'inbox' && 'a direct post in the inbox',
    ].filter((lie) => lie !== false)
  })
}
