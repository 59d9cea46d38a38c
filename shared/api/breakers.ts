import { z } from 'zod'

export const BREAKER_SCOPES = ['api', 'upload', 'account'] as const
export type BreakerScope = (typeof BREAKER_SCOPES)[number]

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const
export type BreakerState = (typeof BREAKER_STATES)[number]

/** A circuit breaker: whether calls to a host of TikTok, or for one account, go out or wait. */
export const Breaker = z.object({
  scope: z.enum(BREAKER_SCOPES),
  /** The host that it is about; null for one of an account. */
  host: z.string().nullable(),
  accountId: z.uuid().nullable(),
  /** `half-open`: its time is over, and one call at a time probes whether TikTok answers again. */
  state: z.enum(BREAKER_STATES),
  /** In a row. */
  failures: z.number().int(),
  lastErrorCode: z.string().nullable(),
  lastFailureAt: z.iso.datetime().nullable(),
  openedAt: z.iso.datetime().nullable(),
  openUntil: z.iso.datetime().nullable(),
})
export type Breaker = z.infer<typeof Breaker>

/** `GET /tiktok/breakers`: those of the hosts, and of the workspace's accounts that have trouble. */
export const Breakers = z.object({ items: z.array(Breaker) })
