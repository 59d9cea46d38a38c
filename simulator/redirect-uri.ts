const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1):(\d+|\*)(\/.*)?$/

/** login-kit-desktop: only such redirect URIs make an app a desktop app, which must use PKCE. */
export function isLoopbackRedirect(redirectUri: string): boolean {
  return LOOPBACK.test(redirectUri)
}

/** login-kit-web and login-kit-desktop, redirect URI rules. What is wrong in words, or null. */
export function redirectUriProblem(registered: string): string | null {
  if (registered.length >= 512) return 'is longer than 511 characters'
  if (/[?#]/.test(registered)) return 'has a query or a fragment'
  if (isLoopbackRedirect(registered)) return null
  if (!URL.canParse(registered)) return 'is not an absolute URL; a loopback host needs a port'
  const { protocol, hostname } = new URL(registered)
  if (['localhost', '127.0.0.1'].includes(hostname)) return 'is a loopback address without a port'
  return protocol === 'https:' ? null : 'is not https'
}

/** Byte for byte, but for a `*` in the place of a loopback port. */
export function isRegisteredRedirect(redirectUri: string, registered: string[]): boolean {
  return registered.some((pattern) => {
    if (pattern === redirectUri) return true
    if (!isLoopbackRedirect(pattern)) return false
    const [before, after] = pattern.split(':*')
    if (before === undefined || after === undefined) return false
    const port = redirectUri.slice(before.length + 1, redirectUri.length - after.length)
    return redirectUri === `${before}:${port}${after}` && /^\d{1,5}$/.test(port)
  })
}
