import { after, type Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { countOverdueJobs } from '../jobs/overdue-jobs-store.ts'
import { countAccountsByStatus, countOverdue } from './doctor-store.ts'
import { type Finding, ok, warn } from './finding.ts'

/** Workers look twice a second: what waits longer than this finds none. */
const OVERDUE_MS = 2 * 60 * 1000

export async function checkAccounts(db: Db): Promise<Finding> {
  const counts = await countAccountsByStatus(db)
  const detail = counts.map(({ status, count }) => `${count} ${status}`).join(', ') || 'none yet'
  return counts.some(({ status }) => status !== 'active')
    ? warn('accounts', detail, 'Connect those that are not active again, on the accounts page.')
    : ok('accounts', detail)
}

export async function checkJobs(db: Db, clock: Clock): Promise<Finding> {
  const dueBefore = after(clock.now(), -OVERDUE_MS)
  const [publications, jobs] = [await countOverdue(db, dueBefore), await countOverdueJobs(db, dueBefore)]
  if (publications.count === 0 && jobs.length === 0) return ok('jobs', 'none is overdue')
  const parts = [
    ...(publications.oldest ? [`${publications.count} publications since ${publications.oldest.toISOString()}`] : []),
    ...jobs.map(({ name, count }) => `${count} of ${name}`),
  ]
  return warn(
    'jobs',
    `overdue: ${parts.join(', ')}`,
    'See that a worker runs (ROLE=all or worker), and what its log says.',
  )
}
