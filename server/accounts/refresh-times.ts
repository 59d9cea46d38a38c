import { after } from '../clock.ts'
import type { AccountRow } from '../db/tables.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** A step must not start with less than this left (publishing: an init and its polls). */
const LEAST_LEFT_MS = 10 * MINUTE_MS
/** Accounts that were connected together are spread over this part of a lifetime. */
const SPREAD = 0.1
/** However short TikTok's lifetimes are. */
const LEAST_PAUSE_MS = MINUTE_MS

/** The waits after failures in a row; the last one repeats. */
const LADDER_MS = [2, 4, 8, 16]
  .map((seconds) => seconds * SECOND_MS)
  .concat([1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS))

export type TokenTimes = Pick<AccountRow, 'tokenLifetimeS' | 'tokenExpiresAt' | 'refreshExpiresAt'>

/** From then on a call needs a new token first: less than a quarter of its lifetime, or than ten minutes, is left. */
export function refreshDueAt({ tokenExpiresAt, tokenLifetimeS }: TokenTimes): Date {
  const lifetimeMs = lifetimeMsOf(tokenLifetimeS)
  const leftMs = Math.min(Math.max(lifetimeMs / 4, LEAST_LEFT_MS), lifetimeMs / 2)
  return after(tokenExpiresAt ?? new Date(0), -leftMs)
}

/**
 * When the fleet refreshes by itself: up to a tenth of the lifetime before it is due, and before half of what the refresh
 * token has left is gone.
 */
export function plannedRefreshAt(times: TokenTimes, now: Date, random: () => number): Date {
  const spreadMs = random() * SPREAD * lifetimeMsOf(times.tokenLifetimeS)
  const dueMs = refreshDueAt(times).getTime() - spreadMs
  const halfwayMs = times.refreshExpiresAt ? (now.getTime() + times.refreshExpiresAt.getTime()) / 2 : Infinity
  return new Date(Math.max(Math.min(dueMs, halfwayMs), now.getTime() + LEAST_PAUSE_MS))
}

/** The wait before the next try after `failures` in a row (1 or more), with jitter. */
export function refreshRetryDelayMs(failures: number, random: () => number): number {
  const delayMs = LADDER_MS[Math.min(failures, LADDER_MS.length) - 1] ?? LEAST_PAUSE_MS
  return Math.round(delayMs * (0.75 + random() / 2))
}

function lifetimeMsOf(lifetimeS: number | null): number {
  return (lifetimeS ?? 0) * SECOND_MS
}
