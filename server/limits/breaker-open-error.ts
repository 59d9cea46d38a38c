import type { BreakerScope } from '#shared/api/breakers.ts'

/** A breaker is open: nothing was sent. It is worth another try at `until`. */
export class BreakerOpenError extends Error {
  override name = 'BreakerOpenError'
  readonly code = 'tiktok_unavailable'
  readonly until: Date
  readonly retryAfterMs: number

  constructor({ scope, until, now }: { scope: BreakerScope; until: Date; now: Date }) {
    super(sentences[scope])
    this.until = until
    this.retryAfterMs = until.getTime() - now.getTime()
  }
}

const sentences: Record<BreakerScope, string> = {
  api: 'TikTok does not answer well right now, so calls to it rest.',
  upload: "TikTok's upload host does not answer well right now, so uploads rest.",
  account: 'TikTok does not answer well for this account right now, so its calls rest.',
}
