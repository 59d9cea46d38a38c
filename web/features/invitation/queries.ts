import { queryOptions } from '@tanstack/react-query'
import { ConnectInvitation } from '#shared/api/connect-links.ts'
import { api, apiUrl } from '../../api.ts'

/** Who invites, and for what; fails with `link_used`, `link_revoked`, `link_expired` or `not_found`. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api(ConnectInvitation, `/connect/${encodeURIComponent(token)}`, { signal }),
  })
}

/** Leads the browser to TikTok's consent page. */
export function consentHref(token: string): string {
  return apiUrl(`/connect/${encodeURIComponent(token)}/authorize`)
}
