import { apiUrl } from '../../api.ts'

/** Leaves for TikTok's consent page; TikTok sends the browser back to the accounts page, and says whether it was `wantedId`. */
export function startConnecting(wantedId: string | null): void {
  const query = new URLSearchParams({ returnTo: '/accounts', ...(wantedId !== null && { accountId: wantedId }) })
  location.assign(apiUrl(`/tiktok/oauth/authorize?${query}`))
}
