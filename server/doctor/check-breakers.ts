import { after, type Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { breakerState, STREAK_GAP_MS } from '../limits/circuit-breaker.ts'
import { listTroubled } from '../limits/circuit-breakers-store.ts'
import { type Finding, ok, warn } from './finding.ts'

export async function checkBreakers(db: Db, clock: Clock): Promise<Finding> {
  const now = clock.now()
  const rows = await listTroubled(db, after(now, -STREAK_GAP_MS))
  const troubled = rows.filter((row) => breakerState(row, now) !== 'closed')
  if (troubled.length === 0) return ok('circuit breakers', 'all are closed')
  const accounts = troubled.filter(({ scope }) => scope === 'account').length
  const parts = [
    ...troubled.flatMap((row) =>
      row.host ? `${row.scope} host ${row.host} ${breakerState(row, now)} (${row.lastErrorCode})` : [],
    ),
    ...(accounts > 0 ? [`${accounts} of accounts`] : []),
  ]
  return warn(
    'circuit breakers',
    `not closed: ${parts.join(', ')}`,
    'TikTok does not answer well; posts wait and go on by themselves. Check that this machine reaches TikTok.',
  )
}
