import type { Breaker } from '#shared/api/breakers.ts'

/** Whatever waits comes back within this time, and finds out how it stands. Later nobody has asked, and nobody knows. */
const PROBED_WITHIN_MS = 60_000

/** Until when calls to one of TikTok's hosts rest; null when they do not. The breaker of an account is told elsewhere. */
export function restingHostUntil(breakers: Breaker[], now: Date): Date | null {
  const moments = breakers.flatMap(({ scope, openUntil }) =>
    scope === 'account' || openUntil === null ? [] : Date.parse(openUntil),
  )
  const latestMs = Math.max(...moments)
  return latestMs + PROBED_WITHIN_MS > now.getTime() ? new Date(latestMs) : null
}
