/** At most `limit` in any `windowMs`: what began exactly `windowMs` ago no longer counts. */
export type Rolling = { limit: number; windowMs: number }

/**
 * The first moment from `fromMs` on at which one more fits, with what is booked before and after it: each window that
 * holds the new one holds at most `limit`. `bookedMs` ascends; more than `limit` of them may stand together already.
 */
export function firstFree(bookedMs: readonly number[], { limit, windowMs }: Rolling, fromMs: number): number {
  let atMs = fromMs
  // Each `limit` bookings in a row that stand together bar the time in which they would share a window with one more.
  // Both ends of these times ascend, so one pass is enough.
  for (const [index, newestMs] of bookedMs.entries()) {
    if (newestMs - windowMs >= atMs) break
    const oldestMs = bookedMs[index - limit + 1]
    const standTogether = oldestMs !== undefined && newestMs - oldestMs < windowMs
    if (standTogether && atMs < oldestMs + windowMs) atMs = oldestMs + windowMs
  }
  return atMs
}

/** How many are booked in the fullest window that a booking at `atMs` would stand in. */
export function fullestWindow(bookedMs: readonly number[], windowMs: number, atMs: number): number {
  const near = bookedMs.filter((ms) => ms > atMs - windowMs && ms < atMs + windowMs)
  const starts = [...near.filter((ms) => ms <= atMs), atMs]
  return Math.max(...starts.map((startMs) => near.filter((ms) => ms >= startMs && ms < startMs + windowMs).length))
}
