const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** A few tries at once, then after 5, 15 and 30 minutes. */
const LADDER_MS = [1, 2, 4, 8]
  .map((seconds) => seconds * SECOND_MS)
  .concat([5, 15, 30].map((minutes) => minutes * MINUTE_MS))

/** How many of the first tries are so quick that they count as one attempt. */
const QUICK_TRIES = 4

/** The wait before the next try after `failures` in a row (1 or more), with jitter; null when the ladder is used up. */
export function retryDelayMs(failures: number, random: () => number): number | null {
  const delayMs = LADDER_MS[failures - 1]
  return delayMs === undefined ? null : Math.round(delayMs * (0.75 + random() / 2))
}

/** True when the try that follows counts as an attempt of its own. */
export function costsAttempt(failures: number): boolean {
  return failures > QUICK_TRIES
}

/** True unless the ladder is used up after so many failures in a row. */
export function hasTriesLeft(failures: number): boolean {
  return failures < LADDER_MS.length
}
