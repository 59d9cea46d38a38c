import type { CircuitBreakerRow } from '../db/tables.ts'
import { type BreakerParts, returnProbes } from './breaker-probes.ts'
import type { BreakerName, CallRoute } from './call-route.ts'
import type { Verdict } from './call-verdict.ts'
import { afterFailure, afterSuccess, BREAKER_RULES } from './circuit-breaker.ts'
import { closeBreakers, lockBreakers, updateBreaker } from './circuit-breakers-store.ts'

export type Outcome = { route: CallRoute; verdict: Verdict; probeId: string | null }

/**
 * Tells the breakers what came of a call. Never throws: the call was made, and what it gave must not get lost because a
 * breaker could not be told.
 */
export async function noteOutcome(parts: BreakerParts, outcome: Outcome): Promise<void> {
  const { verdict, probeId, route } = outcome
  try {
    if (verdict.kind === 'answers') await noteSuccess(parts, outcome)
    else if (verdict.kind === 'fails') await noteFailure(parts, outcome, verdict.code)
    else if (probeId) await returnProbes(parts, probeId)
  } catch (err) {
    const breakers = route.breakers.map(({ key }) => key)
    parts.log.warn({ err, breakers }, 'A circuit breaker could not be told what came of a call')
  }
}

async function noteSuccess({ db, log, view }: BreakerParts, { route, probeId }: Outcome): Promise<void> {
  const mended = route.breakers.map(({ key }) => key).filter((key) => isMended(view.get(key), probeId))
  if (mended.length === 0) return
  const wereOpen = mended.filter((key) => view.get(key)?.openUntil)
  // Before the statement: of a hundred calls that come back now, one writes.
  for (const key of mended) view.put(key, null)
  await closeBreakers(db, mended, probeId)
  if (wereOpen.length > 0) log.info({ breakers: wereOpen }, 'TikTok answers again: a circuit breaker is closed')
}

function isMended(row: CircuitBreakerRow | null, probeId: string | null): boolean {
  return row !== null && afterSuccess(row, probeId) === null
}

async function noteFailure(parts: BreakerParts, { route, probeId }: Outcome, code: string): Promise<void> {
  const { db, clock, random, log, view } = parts
  const failure = { at: clock.now(), code, accountId: route.accountId, probeId }
  const concerned = atFault(parts, route).filter(({ key }) => hasSay(view.get(key), probeId))
  if (concerned.length === 0) return
  const changed = await db.transaction().execute(async (tx) => {
    const rows: CircuitBreakerRow[] = []
    for (const { key, scope, host, accountId, ...before } of await lockBreakers(tx, concerned)) {
      const change = afterFailure(before, failure, { rule: BREAKER_RULES[scope], random })
      await updateBreaker(tx, key, change)
      rows.push({ key, scope, host, accountId, ...change })
      if (change.openings === before.openings) continue
      const { lastErrorCode, openUntil } = change
      log.warn({ breaker: key, lastErrorCode, openUntil }, 'TikTok does not answer well: a circuit breaker opens')
    }
    return rows
  })
  for (const row of changed) view.put(row.key, row)
  if (probeId && concerned.length < route.breakers.length) await returnProbes(parts, probeId)
}

/** While the breaker of a host is not closed, a failure is the host's, and says nothing about the account. */
function atFault({ view }: BreakerParts, { breakers }: CallRoute): BreakerName[] {
  const hosts = breakers.filter(({ scope }) => scope !== 'account')
  return hosts.some(({ key }) => view.get(key)?.openUntil) ? hosts : breakers
}

/** While a breaker is not closed, only its probe can change it. */
function hasSay(row: CircuitBreakerRow | null, probeId: string | null): boolean {
  return !row?.openUntil || (probeId !== null && row.probeId === probeId)
}
