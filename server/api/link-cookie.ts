import type { LinkVisit } from '../accounts/connect-by-link.ts'

const NAME = 'clipdeck-connect'
/** Longer than any attempt: its state ends after five minutes. */
const MAX_AGE_S = 15 * 60

/** The visit that this browser began last, from its `Cookie` header. */
export function readLinkCookie(header: string | undefined): LinkVisit | null {
  const [, visitorId, token] = /(?:^|; *)clipdeck-connect=([\w-]{43})\.([\w-]{43})(?:;|$)/.exec(header ?? '') ?? []
  return visitorId && token ? { visitorId, token } : null
}

/** `Set-Cookie` for a visit. Lax, because TikTok sends the browser back by a link from its own site. */
export function linkCookie({ visitorId, token }: LinkVisit, { isHttps }: { isHttps: boolean }): string {
  const value = `${NAME}=${visitorId}.${token}; Path=/api/v1; Max-Age=${MAX_AGE_S}; HttpOnly; SameSite=Lax`
  return isHttps ? `${value}; Secure` : value
}
