import { randomUUID } from 'node:crypto'
import { after, type Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Logger } from '../logger.ts'
import { BreakerOpenError } from './breaker-open-error.ts'
import type { BreakerView } from './breaker-view.ts'
import type { BreakerName, CallRoute } from './call-route.ts'
import { admit, PROBE_MS } from './circuit-breaker.ts'
import { giveBackProbe, takeProbe } from './circuit-breakers-store.ts'

/** What the breakers of a process work with. */
export type BreakerParts = { db: Db; clock: Clock; random: () => number; log: Logger; view: BreakerView }

/** Between the look of two processes at one row; seen when the other one was faster by that much. */
const LOOK_AGAIN_MS = 1000

/**
 * Takes the right to probe each breaker of the route that is half-open: for one caller of all processes. Null when none is.
 * Throws BreakerOpenError, and takes nothing, when somebody else probes.
 */
export async function takeProbes(parts: BreakerParts, { breakers }: CallRoute): Promise<string | null> {
  const { db, clock, random, log, view } = parts
  const now = clock.now()
  const ajar = breakers.filter(({ key }) => admit(view.get(key), now, random).kind === 'probe')
  if (ajar.length === 0) return null
  const probeId = randomUUID()
  for (const name of ajar) {
    const row = await takeProbe(db, { key: name.key, probeId, now, until: after(now, PROBE_MS) })
    if (row) view.put(name.key, row)
    else await yieldToOther(parts, name, probeId)
  }
  log.info({ breakers: ajar.map(({ key }) => key) }, 'Probing whether TikTok answers again')
  return probeId
}

/** A probe that was not made, or says nothing, is the next caller's. */
export async function returnProbes({ db, view }: BreakerParts, probeId: string): Promise<void> {
  for (const row of await giveBackProbe(db, probeId)) view.put(row.key, row)
}

/** Another process probes, or has probed meanwhile: what came of that stands in the database. */
async function yieldToOther(parts: BreakerParts, { key, scope }: BreakerName, probeId: string): Promise<void> {
  const { clock, random, view } = parts
  await view.reload()
  const now = clock.now()
  const admission = admit(view.get(key), now, random)
  if (admission.kind === 'pass') return
  await returnProbes(parts, probeId)
  const until = admission.kind === 'wait' ? admission.until : after(now, LOOK_AGAIN_MS)
  throw new BreakerOpenError({ scope, until, now })
}
