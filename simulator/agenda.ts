import { createHeap } from './heap.ts'
import type { Clock } from './options.ts'

export type Agenda = ReturnType<typeof createAgenda>

type Entry = { key: string; atMs: number; order: number; run: () => void }

/** What is to happen by itself, and when. Entries are rebuilt from the state after a restart. */
export function createAgenda(clock: Clock, wake: () => void) {
  const entries = new Map<string, Entry>()
  const heap = createHeap<Entry>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order))
  let order = 0

  /** What was dropped or replaced stays in the heap until it comes up. */
  function earliest(): Entry | null {
    for (let entry = heap.peek(); entry; entry = heap.peek()) {
      if (entries.get(entry.key) === entry) return entry
      heap.pop()
    }
    return null
  }

  return {
    /** A key has one entry: a later call replaces the earlier one. */
    set(key: string, atMs: number, run: () => void) {
      const entry = { key, atMs, order: order++, run }
      entries.set(key, entry)
      heap.push(entry)
      wake()
    },
    drop: (key: string) => entries.delete(key),
    nextAtMs: () => earliest()?.atMs ?? null,
    /** Everything due by the clock, in its order, also what falls due by doing so. */
    runDue() {
      const nowMs = clock.now().getTime()
      for (let next = earliest(); next !== null && next.atMs <= nowMs; next = earliest()) {
        entries.delete(next.key)
        next.run()
      }
    },
  }
}
