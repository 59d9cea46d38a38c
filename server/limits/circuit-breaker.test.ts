import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after } from '../clock.ts'
import {
  admit,
  afterFailure,
  afterSuccess,
  BREAKER_RULES,
  type Breaker,
  breakerState,
  PROBE_MS,
  STREAK_GAP_MS,
} from './circuit-breaker.ts'

const start = new Date('2026-12-01T09:00:00Z')
const at = (seconds: number) => after(start, seconds * 1000)
const middle = () => 0.5
const host = { rule: BREAKER_RULES.api, random: middle }
const account = { rule: BREAKER_RULES.account, random: middle }

type How = { accounts?: string[]; from?: Breaker | null; everyMs?: number; terms?: typeof host }

/** After `count` failures in a row, of these accounts in turn. */
function failing(count: number, { accounts = ['a', 'b', 'c'], from = null, everyMs = 100, terms = host }: How = {}) {
  let breaker = from
  for (let index = 0; index < count; index++)
    breaker = afterFailure(
      breaker,
      {
        at: after(start, index * everyMs),
        code: 'internal_error',
        accountId: accounts[index % accounts.length] ?? '',
        probeId: null,
      },
      terms,
    )
  return breaker
}

/** A breaker that opened at the start, for 30 s. */
function opened(change: Partial<Breaker> = {}): Breaker {
  const breaker = failing(10, { everyMs: 0 })
  if (!breaker) throw new Error('ten failures leave a breaker behind')
  return { ...breaker, ...change }
}

const failure = (seconds: number, probeId: string | null = null) => ({
  at: at(seconds),
  code: 'network_timeout',
  accountId: 'd',
  probeId,
})

describe('while it is closed', () => {
  test('the breaker of a host opens at the tenth failure in a row, of three accounts', () => {
    expect(breakerState(failing(9), at(1))).toBe('closed')
    expect(breakerState(failing(10), at(1))).toBe('open')
  })

  test('one or two accounts never open the breaker of a host, however often they fail', () => {
    for (const accounts of [['a'], ['a', 'b']]) expect(failing(500, { accounts })?.openUntil).toBeNull()
  })

  test('the breaker of an account opens at its fifth failure in a row', () => {
    expect(breakerState(failing(4, { accounts: ['a'], terms: account }), at(1))).toBe('closed')
    expect(breakerState(failing(5, { accounts: ['a'], terms: account }), at(1))).toBe('open')
  })

  test('a success begins the count anew', () => {
    expect(afterSuccess(failing(9), null)).toBeNull()
  })

  test('failures that are far apart are no row', () => {
    expect(failing(50, { everyMs: STREAK_GAP_MS })).toMatchObject({ failures: 1, openUntil: null })
    expect(failing(10, { everyMs: STREAK_GAP_MS - 1 })?.openUntil).not.toBeNull()
  })
})

test.each([
  { of: 'no trouble', breaker: null, seconds: 0, told: { kind: 'pass' } },
  { of: 'a few failures', breaker: failing(9), seconds: 0, told: { kind: 'pass' } },
  { of: 'an open one', breaker: opened(), seconds: 29, told: { kind: 'wait', until: at(33) } },
  { of: 'one whose time is over', breaker: opened(), seconds: 30, told: { kind: 'probe' } },
  {
    of: 'one that somebody probes',
    breaker: opened({ probeId: 'p', probeUntil: at(120) }),
    seconds: 40,
    told: { kind: 'wait', until: at(50) },
  },
  {
    of: 'one whose probe never came back',
    breaker: opened({ probeId: 'p', probeUntil: at(120) }),
    seconds: 120,
    told: { kind: 'probe' },
  },
])('before a call: $of → $told.kind', ({ breaker, seconds, told }) => {
  expect(admit(breaker, at(seconds), middle)).toEqual(told)
})

describe('while it is not closed', () => {
  const probed = opened({ probeId: 'p', probeUntil: at(30 + PROBE_MS / 1000) })

  test.each([
    { of: 'a late failure of an earlier call', breaker: opened(), probeId: null, seconds: 5 },
    { of: 'a failure beside the probe', breaker: probed, probeId: null, seconds: 31 },
    { of: 'the failure of a probe that was taken for dead', breaker: probed, probeId: 'old', seconds: 31 },
  ])('$of changes nothing', ({ breaker, probeId, seconds }) => {
    expect(afterFailure(breaker, failure(seconds, probeId), host)).toBe(breaker)
  })

  test.each([
    { of: 'a late success of an earlier call', breaker: opened(), probeId: null },
    { of: 'the success of a probe that was taken for dead', breaker: probed, probeId: 'old' },
  ])('$of does not close it', ({ breaker, probeId }) => {
    expect(afterSuccess(breaker, probeId)).toBe(breaker)
  })

  test('a probe that succeeds closes it', () => {
    expect(afterSuccess(probed, 'p')).toBeNull()
  })

  test('each probe that fails opens it for twice as long, up to five minutes', () => {
    const seconds: number[] = []
    let breaker: Breaker = opened()
    for (let probe = 0; probe < 6; probe++) {
      const now = breaker.openUntil ?? start
      breaker = afterFailure({ ...breaker, probeId: 'p' }, { ...failure(0, 'p'), at: now }, host)
      seconds.push(((breaker.openUntil?.getTime() ?? 0) - now.getTime()) / 1000)
      expect(breaker).toMatchObject({ probeId: null, probeUntil: null, lastErrorCode: 'network_timeout' })
    }
    expect(seconds).toEqual([60, 120, 240, 300, 300, 300])
  })
})

test('those who wait come back one after another, never before its time is over', () => {
  const until = (random: number) => {
    const admission = admit(opened(), at(0), () => random)
    return admission.kind === 'wait' ? admission.until : null
  }
  expect(until(0)).toEqual(at(30))
  expect(until(0.999)?.getTime()).toBeGreaterThan(at(35).getTime())
  expect(until(0.999)?.getTime()).toBeLessThan(at(36).getTime())
})

function withProbe(breaker: Breaker, probeId: string, probeUntil: Date): Breaker {
  return { ...breaker, probeId, probeUntil }
}

type Step = { afterS: number; account: number; kind: 'fails' | 'answers' | 'dies' }

const steps = fc.array(
  fc.record<Step>({
    afterS: fc.integer({ min: 0, max: 60 }),
    account: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom('fails', 'fails', 'fails', 'answers', 'dies'),
  }),
  { maxLength: 120 },
)

test('whatever happens: never two probes, never open for two accounts alone, never open for ever', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 0.999, noNaN: true }), (story, chance) => {
      const terms = { rule: BREAKER_RULES.api, random: () => chance }
      let breaker: Breaker | null = null
      let now = start
      let inRow = new Set<number>()
      let probeEnds: Date | null = null
      for (const [index, { afterS, account: who, kind }] of story.entries()) {
        now = after(now, afterS * 1000)
        const admission = admit(breaker, now, terms.random)
        if (admission.kind === 'wait') {
          expect(admission.until.getTime()).toBeGreaterThan(now.getTime())
          expect(admission.until.getTime() - now.getTime()).toBeLessThan(8 * 60 * 1000)
          continue
        }
        const probeId = admission.kind === 'probe' ? `probe ${index}` : null
        if (probeId && breaker) {
          expect(probeEnds === null || probeEnds <= now).toBe(true)
          probeEnds = after(now, PROBE_MS)
          breaker = withProbe(breaker, probeId, probeEnds)
        }
        if (kind === 'dies') continue
        const wasClosed: boolean = breaker?.openUntil == null
        if (kind === 'answers') {
          breaker = afterSuccess(breaker, probeId)
          expect(breaker).toBeNull()
          inRow = new Set()
        } else {
          breaker = afterFailure(breaker, { at: now, code: 'x', accountId: `${who}`, probeId }, terms)
          inRow.add(who)
          if (wasClosed && breaker.openUntil) expect(inRow.size).toBeGreaterThanOrEqual(3)
        }
        if (probeId) probeEnds = null
      }
    }),
  )
})
