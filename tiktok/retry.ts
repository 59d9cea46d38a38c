import { TikTokApiError, TikTokNetworkError } from './errors.ts'

/** Tries of one idempotent read, the first included. */
export const MAX_TRIES = 3

const FLOOR_MS = 100
const BASE_MS = 250
const CAP_MS = 5_000

/**
 * True when a read that failed for the `attempt`-th time (from 1) may be sent again at once. A rate limit is never retried
 * here: its window is a minute, and the caller knows who else waits for it. Only for calls that change nothing.
 * Page: tiktok-api-v2-error-handling.
 */
export function mayRetry(attempt: number, failure: unknown): boolean {
  if (attempt >= MAX_TRIES) return false
  if (failure instanceof TikTokNetworkError) return failure.reason !== 'aborted'
  if (failure instanceof TikTokApiError) return failure.remedy === 'retry' && (failure.retryAfterMs ?? 0) <= CAP_MS
  return false
}

/**
 * How long to wait after the `attempt`-th failure (from 1): exponential with full jitter between a floor and a cap, and
 * never less than TikTok asked for. `random` gives [0, 1).
 */
export function delayMs(
  attempt: number,
  { retryAfterMs, random }: { retryAfterMs: number | null; random: () => number },
): number {
  const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** attempt)
  const jitteredMs = Math.round(FLOOR_MS + random() * (ceilingMs - FLOOR_MS))
  return Math.max(jitteredMs, retryAfterMs ?? 0)
}
