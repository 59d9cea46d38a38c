import { isIP } from 'node:net'

const LOCAL_PREFIX = /^http:\/\/(localhost|127\.0\.0\.1):\d+(\/|$)/

/**
 * Whether TikTok would pull from this URL: https, a host name, under a verified domain or URL prefix.
 * content-posting-api-media-transfer-guide, "Pull from URL".
 * One concession: an `http://localhost:port` prefix counts when it was itself registered as verified.
 */
export function isOwnedUrl(url: string, verifiedUrls: string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, origin, username } = new URL(url)
  if (username !== '') return false
  if (verifiedUrls.some((prefix) => LOCAL_PREFIX.test(prefix) && isUnder(url, prefix))) return true
  if (protocol !== 'https:' || port !== '' || isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) return false
  return verifiedUrls.some((property) => {
    if (property.includes('://')) return property.startsWith(`${origin}/`) && isUnder(url, property)
    return hostname === property || hostname.endsWith(`.${property}`)
  })
}

/** Compared after normalising, so that `..` and odd spellings of the host cannot leave the prefix. */
function isUnder(url: string, prefix: string): boolean {
  const normal = new URL(prefix).href
  return new URL(url).href.startsWith(normal.endsWith('/') ? normal : `${normal}/`)
}
