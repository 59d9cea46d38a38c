const restsUntil = new WeakMap<Error, Date>()

/** Notes with the failure of a call that its host rests from now on: what failed is the host, not what was asked of it. */
export function noteHostRest(error: Error, until: Date): void {
  restsUntil.set(error, until)
}

/** Until when the host rests that failed with this error, or with what caused it; null when it does not. */
export function hostRestUntil(error: unknown): Date | null {
  if (!(error instanceof Error)) return null
  return restsUntil.get(error) ?? hostRestUntil(error.cause)
}
