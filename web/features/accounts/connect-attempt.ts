import { z } from 'zod'
import { apiUrl } from '../../api.ts'

/** What was known before the browser left for TikTok: tells a new account from one that came back. */
const ConnectAttempt = z.object({ knownIds: z.array(z.string()), wantedId: z.string().nullable() })
export type ConnectAttempt = z.infer<typeof ConnectAttempt>

const STORAGE_KEY = 'clipdeck.connect-attempt'

/** Leaves for TikTok's consent page; TikTok sends the browser back to the accounts page. */
export function startConnecting(attempt: ConnectAttempt): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(attempt))
  location.assign(apiUrl(`/tiktok/oauth/authorize?returnTo=${encodeURIComponent('/accounts')}`))
}

export function lastConnectAttempt(): ConnectAttempt | null {
  const stored = sessionStorage.getItem(STORAGE_KEY)
  if (stored === null) return null
  const attempt = ConnectAttempt.safeParse(JSON.parse(stored))
  return attempt.success ? attempt.data : null
}
