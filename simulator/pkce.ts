import { createHash } from 'node:crypto'

/** login-kit-desktop: 43 to 128 unreserved characters; the challenge is lower-case hex, not base64url. */
export function isVerifierOf(codeChallenge: string, codeVerifier: string): boolean {
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(codeVerifier)) return false
  return createHash('sha256').update(codeVerifier).digest('hex') === codeChallenge
}
