import { createHash, randomBytes as systemRandomBytes } from 'node:crypto'

/**
 * A new code verifier of 43 characters, for one attempt to connect. `randomBytes` is replaced in tests only.
 * Page: login-kit-desktop.
 */
export function createCodeVerifier(randomBytes: (sizeBytes: number) => Uint8Array = systemRandomBytes): string {
  return Buffer.from(randomBytes(32)).toString('base64url')
}

/**
 * The code challenge of a verifier: lower-case HEX of SHA-256, unlike RFC 7636, which has base64url.
 * Page: login-kit-desktop.
 */
export function hexCodeChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('hex')
}
