import { apiUrl } from '../../api.ts'

const STORAGE_KEY = 'clipdeck.wanted-account'

/** Leaves for TikTok's consent page; TikTok sends the browser back to the accounts page. */
export function startConnecting(wantedId: string | null): void {
  if (wantedId === null) sessionStorage.removeItem(STORAGE_KEY)
  else sessionStorage.setItem(STORAGE_KEY, wantedId)
  location.assign(apiUrl(`/tiktok/oauth/authorize?returnTo=${encodeURIComponent('/accounts')}`))
}

/** The account that was to be reconnected when the browser left last; null when a new one was wanted. */
export function wantedAccountId(): string | null {
  return sessionStorage.getItem(STORAGE_KEY)
}
