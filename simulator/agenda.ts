import type { Clock } from './options.ts'

export type Agenda = ReturnType<typeof createAgenda>

/** What is to happen by itself, and when. Entries are rebuilt from the state after a restart. */
export function createAgenda(clock: Clock, wake: () => void) {
  const entries = new Map<string, { atMs: number; run: () => void }>()

  function earliest(): [string, { atMs: number; run: () => void }] | null {
    let found: [string, { atMs: number; run: () => void }] | null = null
    for (const entry of entries) if (found === null || entry[1].atMs < found[1].atMs) found = entry
    return found
  }

  return {
    /** A key has one entry: a later call replaces the earlier one. */
    set(key: string, atMs: number, run: () => void) {
      entries.set(key, { atMs, run })
      wake()
    },
    drop: (key: string) => entries.delete(key),
    nextAtMs: () => earliest()?.[1].atMs ?? null,
    /** Everything due by the clock, in its order, also what falls due by doing so. */
    runDue() {
      const nowMs = clock.now().getTime()
      for (let next = earliest(); next !== null && next[1].atMs <= nowMs; next = earliest()) {
        entries.delete(next[0])
        next[1].run()
      }
    },
  }
}
