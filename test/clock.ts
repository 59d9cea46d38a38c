const DAY_MS = 24 * 60 * 60 * 1000

export type TestClock = ReturnType<typeof createTestClock>

/**
 * A clock that only moves when told to. It begins tomorrow at nine: the database compares a job's time with its own
 * clock, so a job must be in the future for both until the test says otherwise.
 */
export function createTestClock() {
  let nowMs = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 9 * 60 * 60 * 1000
  return {
    now: () => new Date(nowMs),
    advance(ms: number) {
      nowMs += ms
    },
    moveTo(date: Date) {
      nowMs = Math.max(nowMs, date.getTime())
    },
  }
}
