import { momentOf } from '../../ui/local-time.ts'
import type { Timing } from './draft.ts'

/** What keeps a post from being scheduled then; null when nothing does. */
export function timingProblem(timing: Timing, now: Date): string | null {
  if (timing.kind === 'now') return null
  const moment = momentOf(timing.localTime)
  if (moment === null) return 'Choose a day and a time.'
  return moment > now ? null : 'Choose a time in the future.'
}
