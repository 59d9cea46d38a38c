const LOOPBACK = ['localhost', '127.0.0.1']

/** The origins that our pages come from: APP_URL, and on this machine both names of it. */
export function trustedOrigins(appUrl: string): string[] {
  const url = new URL(appUrl)
  if (!LOOPBACK.includes(url.hostname)) return [url.origin]
  return LOOPBACK.map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`)
}

/**
 * True when a browser says that another site sent this request. Browsers always name the origin of a cross-site
 * request that writes; a client without Origin and Sec-Fetch-Site is no browser and carries no one's cookie unasked.
 */
export function isForeign(
  { origin, fetchSite }: { origin: string | undefined; fetchSite: string | undefined },
  trusted: string[],
): boolean {
  if (origin !== undefined) return !trusted.includes(origin)
  return fetchSite === 'cross-site' || fetchSite === 'same-site'
}
