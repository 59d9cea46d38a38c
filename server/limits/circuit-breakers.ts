import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Logger } from '../logger.ts'
import { BreakerOpenError } from './breaker-open-error.ts'
import { noteOutcome } from './breaker-outcomes.ts'
import { type BreakerParts, returnProbes, takeProbes } from './breaker-probes.ts'
import { createBreakerView } from './breaker-view.ts'
import type { CallRoute } from './call-route.ts'
import { judgeCall, type Verdict } from './call-verdict.ts'
import { admit } from './circuit-breaker.ts'
import { noteHostRest } from './host-rest.ts'

/** The right to make one call on a route. Disposed of without a call, it gives back what it took. */
export type Pass = AsyncDisposable & {
  /** Makes the call and tells the breakers what came of it; gives and throws what the call does. */
  run<T>(call: () => Promise<T>): Promise<T>
}

/**
 * The circuit breakers as this process sees them: shared with all others through the database, and asked there at most
 * once a second. A call that goes well while all is well costs no statement.
 */
export function createCircuitBreakers(needs: { db: Db; clock: Clock; random: () => number; log: Logger }) {
  const parts: BreakerParts = { ...needs, view: createBreakerView(needs) }

  /** Throws BreakerOpenError when no call would go out on this route now. Takes nothing. */
  async function check(route: CallRoute): Promise<void> {
    await parts.view.refresh()
    const wait = waitFor(parts, route)
    if (wait) throw wait
  }

  /** The right to a call that follows at once. Throws BreakerOpenError; then nothing was sent. */
  async function enter(route: CallRoute): Promise<Pass> {
    await check(route)
    return createPass(parts, route, await takeProbes(parts, route))
  }

  return {
    check,
    enter,
    /** Whether a call on this route would go out now, as far as this process knows. */
    isPassable: (route: CallRoute): boolean => waitFor(parts, route) === null,
    /** Makes a call on a route, and tells the breakers what came of it. Throws BreakerOpenError, or what the call throws. */
    async call<T>(route: CallRoute, call: () => Promise<T>): Promise<T> {
      const pass = await enter(route)
      return pass.run(call)
    },
  }
}

/** A route names the host's breaker last. If it is open too, that is the reason to tell. */
function waitFor({ clock, random, view }: BreakerParts, { breakers }: CallRoute): BreakerOpenError | null {
  const now = clock.now()
  for (const { key, scope } of breakers.toReversed()) {
    const admission = admit(view.get(key), now, random)
    if (admission.kind === 'wait') return new BreakerOpenError({ scope, until: admission.until, now })
  }
  return null
}

/** The trouble of an account is its own, and not to be waited out for ever. */
function hostsOf(route: CallRoute): CallRoute {
  return { ...route, breakers: route.breakers.filter(({ scope }) => scope !== 'account') }
}

function createPass(parts: BreakerParts, route: CallRoute, probeId: string | null): Pass {
  let isUsed = false
  const note = (verdict: Verdict) => noteOutcome(parts, { route, verdict, probeId })
  return {
    async run(call) {
      isUsed = true
      const result = await call().catch(async (error: unknown) => {
        const verdict = judgeCall(error)
        await note(verdict)
        const rest = verdict.kind === 'fails' ? waitFor(parts, hostsOf(route)) : null
        if (rest && error instanceof Error) noteHostRest(error, rest.until)
        throw error
      })
      await note({ kind: 'answers' })
      return result
    },
    async [Symbol.asyncDispose]() {
      if (!isUsed && probeId) await returnProbes(parts, probeId)
    },
  }
}
