import type { BreakerScope, BreakerState } from '#shared/api/breakers.ts'
import { after } from '../clock.ts'
import type { CircuitBreakerRow } from '../db/tables.ts'

/** What a breaker remembers. Null stands for one that is closed and has nothing to remember. */
export type Breaker = Omit<CircuitBreakerRow, 'key' | 'scope' | 'host' | 'accountId'>

export type BreakerRule = { failures: number; accounts: number }

/**
 * How many failures in a row open a breaker, and of how many accounts. With 5 % of all calls failing by chance, ten in a
 * row come once in 10^13 calls and five in a row once in three million. An account that always fails counts for one of
 * the three, and any success of another one begins the count anew.
 */
export const BREAKER_RULES: Readonly<Record<BreakerScope, BreakerRule>> = {
  api: { failures: 10, accounts: 3 },
  upload: { failures: 10, accounts: 3 },
  account: { failures: 5, accounts: 1 },
}

/** Failures with a longer gap between them are no row. */
export const STREAK_GAP_MS = 2 * 60 * 1000

const FIRST_OPEN_MS = 30 * 1000
const LONGEST_OPEN_MS = 5 * 60 * 1000

/** Longer than a read that is tried three times for 20 s each (tiktok/retry.ts): then who probes is taken for dead. */
export const PROBE_MS = 90 * 1000

/** Who comes while another one probes comes back after this long, and up to twice as long again. */
const BESIDE_PROBE_MS = 5 * 1000
/** Those who wait come back over this part of the time for which it was open, so that they do not come all at once. */
const SPREAD = 0.2

export type Admission = { kind: 'pass' } | { kind: 'probe' } | { kind: 'wait'; until: Date }

/** What a call that wants to go out is told at `now`. `random` gives [0, 1). */
export function admit(breaker: Breaker | null, now: Date, random: () => number): Admission {
  if (!breaker?.openUntil || !breaker.openedAt) return { kind: 'pass' }
  if (breaker.openUntil > now) {
    const openMs = breaker.openUntil.getTime() - breaker.openedAt.getTime()
    return { kind: 'wait', until: after(breaker.openUntil, Math.round(random() * openMs * SPREAD)) }
  }
  if (!breaker.probeUntil || breaker.probeUntil <= now) return { kind: 'probe' }
  return { kind: 'wait', until: after(now, Math.round(BESIDE_PROBE_MS * (1 + 2 * random()))) }
}

export function breakerState(breaker: Breaker | null, now: Date): BreakerState {
  if (!breaker?.openUntil) return 'closed'
  return breaker.openUntil > now ? 'open' : 'half-open'
}

export type CallFailure = { at: Date; code: string; accountId: string; probeId: string | null }

/** After a call that TikTok did not answer well. While it is not closed, only who probes has a say. */
export function afterFailure(
  breaker: Breaker | null,
  failure: CallFailure,
  { rule, random }: { rule: BreakerRule; random: () => number },
): Breaker {
  const counted = count(breaker, failure, rule)
  if (breaker?.openUntil) return hasProbed(breaker, failure.probeId) ? open(counted, failure.at, random) : breaker
  const isEnough = counted.failures >= rule.failures && counted.failedAccounts.length >= rule.accounts
  return isEnough ? open(counted, failure.at, random) : counted
}

/** After a call that TikTok answered: null, unless it is open and this was not the probe. */
export function afterSuccess(breaker: Breaker | null, probeId: string | null): Breaker | null {
  return breaker?.openUntil && !hasProbed(breaker, probeId) ? breaker : null
}

/** Whose probe it is; nobody's, once it was taken for dead and another one probes. */
function hasProbed(breaker: Breaker, probeId: string | null): boolean {
  return probeId !== null && breaker.probeId === probeId
}

function count(breaker: Breaker | null, { at, code, accountId }: CallFailure, rule: BreakerRule): Breaker {
  const known = breaker && (breaker.openUntil || isInRow(breaker, at)) ? breaker : UNTROUBLED
  return {
    ...known,
    failures: known.failures + 1,
    failedAccounts: [...new Set([...known.failedAccounts, accountId])].slice(0, rule.accounts),
    lastFailureAt: at,
    lastErrorCode: code,
  }
}

function isInRow({ lastFailureAt }: Breaker, now: Date): boolean {
  return lastFailureAt !== null && after(lastFailureAt, STREAK_GAP_MS) > now
}

function open(breaker: Breaker, now: Date, random: () => number): Breaker {
  const openMs = Math.min(FIRST_OPEN_MS * 2 ** breaker.openings, LONGEST_OPEN_MS)
  return {
    ...breaker,
    openings: breaker.openings + 1,
    openedAt: now,
    openUntil: after(now, Math.round(openMs * (0.75 + random() / 2))),
    probeId: null,
    probeUntil: null,
  }
}

const UNTROUBLED: Breaker = {
  failures: 0,
  failedAccounts: [],
  lastFailureAt: null,
  lastErrorCode: null,
  openings: 0,
  openedAt: null,
  openUntil: null,
  probeId: null,
  probeUntil: null,
}
