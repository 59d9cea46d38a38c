import { createHmac } from 'node:crypto'

/** The value of `TikTok-Signature`. webhooks-verification: HMAC-SHA256 with the client secret over `t.rawBody`. */
export function signatureHeader(clientSecret: string, timestampS: number, rawBody: string): string {
  const signature = createHmac('sha256', clientSecret).update(`${timestampS}.${rawBody}`).digest('hex')
  return `t=${timestampS},s=${signature}`
}
