import { lateLimits } from '../auth/workspaces-store.ts'
import type { Tx } from '../db/db.ts'
import { recordEvent } from '../events/record-event.ts'
import type { TakenRow } from './due-store.ts'
import { NO_WORKER } from './lease.ts'
import { movePublication } from './publications-store.ts'
import { isLate, tooLate } from './too-late.ts'

/**
 * Of publications that were just taken, holds those that come later than their workspace allows, and returns the others.
 * What is under way is brought to its end, however late. Nothing late costs no statement.
 */
export async function holdTooLate(tx: Tx, taken: TakenRow[], now: Date): Promise<TakenRow[]> {
  const late = taken.filter(({ wasScheduled, nextStepAt }) => wasScheduled && nextStepAt && isLate(nextStepAt, now))
  if (late.length === 0) return taken
  const limits = await lateLimits(
    tx,
    late.map(({ workspaceId }) => workspaceId),
  )
  const held = new Set<string>()
  for (const publication of late) {
    const maxMinutes = limits.get(publication.workspaceId)
    if (maxMinutes !== undefined && (await holdOne(tx, publication, { now, maxMinutes }))) held.add(publication.id)
  }
  return taken.filter(({ id }) => !held.has(id))
}

async function holdOne(
  tx: Tx,
  publication: TakenRow,
  { now, maxMinutes }: { now: Date; maxMinutes: number },
): Promise<boolean> {
  const { id, nextStepAt, isFirst } = publication
  const failure = nextStepAt && tooLate({ dueAt: nextStepAt, now, maxMinutes })
  if (!failure) return false
  const notBegun = isFirst ? { startedAt: null, attempts: 0 } : {}
  const change = { ...NO_WORKER, ...notBegun, nextStepAt: null, failure: JSON.stringify(failure), updatedAt: now }
  const moved = await movePublication(tx, { id, from: 'publishing', to: 'held' }, change)
  if (!moved) return false
  const message = `${failure.detail} ${failure.remedy}`
  await recordEvent(tx, { publication, at: now, kind: 'held', status: 'held', message, code: failure.code })
  return true
}
