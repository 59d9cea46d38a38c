const KEY_BYTES = 16

/** A key for one request and its repeats. Not crypto.randomUUID: that is missing on plain http in a home network. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
