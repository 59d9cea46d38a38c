import { after, type Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { CircuitBreakerRow } from '../db/tables.ts'
import { STREAK_GAP_MS } from './circuit-breaker.ts'
import { listTroubled } from './circuit-breakers-store.ts'

/** What another process found out is known here this much later at most. */
const FRESH_MS = 1000

export type BreakerView = ReturnType<typeof createBreakerView>

/** What this process knows of the breakers that have trouble, so that a call costs no statement while all is well. */
export function createBreakerView({ db, clock }: { db: Db; clock: Clock }) {
  let rows = new Map<string, CircuitBreakerRow>()
  let readAt: Date | null = null
  let reading: Promise<void> | null = null
  /** What we learned while the database was answering with something older. */
  let learned = new Map<string, CircuitBreakerRow | null>()

  async function read(): Promise<void> {
    const now = clock.now()
    learned = new Map()
    const troubled = await listTroubled(db, after(now, -STREAK_GAP_MS))
    rows = new Map(troubled.map((row) => [row.key, row]))
    readAt = now
    for (const [key, row] of learned) put(key, row)
  }

  function put(key: string, row: CircuitBreakerRow | null): void {
    learned.set(key, row)
    if (row) rows.set(key, row)
    else rows.delete(key)
  }

  function isFresh(): boolean {
    return readAt !== null && Math.abs(clock.now().getTime() - readAt.getTime()) < FRESH_MS
  }

  /** Reads them again; who comes meanwhile shares the answer. */
  function reload(): Promise<void> {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }

  return {
    get: (key: string): CircuitBreakerRow | null => rows.get(key) ?? null,
    put,
    reload,
    async refresh(): Promise<void> {
      if (!isFresh()) await reload()
    },
  }
}
