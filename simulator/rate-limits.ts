import { ApiError } from './envelope.ts'
import type { EndpointName } from './faults.ts'
import type { Clock, Limits } from './options.ts'
import type { State } from './state.ts'

export type RateLimits = ReturnType<typeof createRateLimits>

/** tiktok-api-v2-rate-limit: one-minute sliding windows. */
const WINDOW_MS = 60_000

/** Counts an authorisation's calls per endpoint. A refresh does not open a new window; a refused call costs nothing. */
export function createRateLimits(parts: { clock: Clock; limits: Limits; state: State }) {
  const { clock, limits, state } = parts
  const allowed: Partial<Record<EndpointName, number>> = {
    video_init: limits.initsPerMinute,
    inbox_init: limits.initsPerMinute,
    photo_init: limits.initsPerMinute,
    creator_info: limits.creatorInfoPerMinute,
    status: limits.statusPerMinute,
    user_info: limits.readsPerMinute,
    video_list: limits.readsPerMinute,
    video_query: limits.readsPerMinute,
  }
  /** 600 a minute would fill the journal, and nobody notices when a restart forgets them. */
  const reads = new Map<string, number[]>()

  return {
    take(endpoint: EndpointName, openId: string): void {
      const limit = allowed[endpoint]
      if (limit === undefined) return
      const key = `${endpoint}:${openId}`
      const nowMs = clock.now().getTime()
      const hits = reads.get(key) ?? state.hits.get(key)?.atMs ?? []
      const atMs = hits.filter((hitMs) => hitMs > nowMs - WINDOW_MS)
      if (atMs.length >= limit)
        throw new ApiError(429, 'rate_limit_exceeded', 'The API rate limit was exceeded. Please try again later.')
      atMs.push(nowMs)
      if (limit > 100) reads.set(key, atMs)
      else state.hits.put({ key, atMs })
    },
  }
}
