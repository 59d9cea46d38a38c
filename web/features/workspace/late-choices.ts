import { PUBLISH_LATE_MINUTES } from '#shared/api/workspace.ts'

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

const usual: readonly number[] = [
  0,
  15,
  HOUR_MINUTES,
  3 * HOUR_MINUTES,
  PUBLISH_LATE_MINUTES.default,
  DAY_MINUTES,
  3 * DAY_MINUTES,
  PUBLISH_LATE_MINUTES.max,
]

/** What may be chosen: the usual ones, and what was set by the API. */
export function lateChoices(currentMinutes: number): { minutes: number; label: string }[] {
  return [...new Set([...usual, currentMinutes])]
    .toSorted((a, b) => a - b)
    .map((minutes) => ({ minutes, label: lateWords(minutes) }))
}

function lateWords(minutes: number): string {
  if (minutes === 0) return 'Not at all'
  if (minutes % DAY_MINUTES === 0) return `Up to ${counted(minutes / DAY_MINUTES, 'day')}`
  if (minutes % HOUR_MINUTES === 0) return `Up to ${counted(minutes / HOUR_MINUTES, 'hour')}`
  return `Up to ${counted(minutes, 'minute')}`
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
