import type { Failure } from '#shared/api/posts.ts'
import { TOO_LATE } from '#shared/publication-status.ts'

const MINUTE_MS = 60 * 1000
const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

/** True when it is a minute late or more: a start takes its moment. */
export function isLate(dueAt: Date, now: Date): boolean {
  return lateMinutesOf(dueAt, now) > 0
}

/**
 * Why a publication that was due at `dueAt` no longer begins by itself; null when it does. `dueAt` is the time that was
 * shown last: where it waited for a place at TikTok, or somebody said "now", that counts and not its first time.
 */
export function tooLate({ dueAt, now, maxMinutes }: { dueAt: Date; now: Date; maxMinutes: number }): Failure | null {
  const lateMinutes = lateMinutesOf(dueAt, now)
  if (lateMinutes <= maxMinutes) return null
  const most = maxMinutes === 0 ? 'nothing late' : `nothing that is more than ${inWords(maxMinutes)} late`
  return {
    code: TOO_LATE,
    detail: `It was due at ${dueAt.toISOString()}, ${inWords(lateMinutes)} ago, and this workspace publishes ${most}.`,
    remedy: 'Let it go on to publish it now, choose another time, or cancel it.',
  }
}

function lateMinutesOf(dueAt: Date, now: Date): number {
  return Math.floor((now.getTime() - dueAt.getTime()) / MINUTE_MS)
}

/** The two largest units: 13 hours 5 minutes. */
function inWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / DAY_MINUTES), 'day'],
    [Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES), 'hour'],
    [minutes % HOUR_MINUTES, 'minute'],
  ] as const
  const said = parts.filter(([count]) => count > 0).slice(0, 2)
  return said.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}
