import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The `TikTok-Signature` header of a webhook: HMAC-SHA256 by the client secret over the time and the raw body.
 * Page: webhooks-verification.
 */
export function signWebhook({
  clientSecret,
  timestampS,
  rawBody,
}: {
  clientSecret: string
  timestampS: number
  rawBody: string | Uint8Array
}): string {
  return `t=${timestampS},s=${signature(clientSecret, String(timestampS), rawBody).toString('hex')}`
}

/**
 * True when the header signs exactly this raw body, and its time is at most `toleranceS` from `now`. TikTok retries for up
 * to 72 h and does not say whether a retry is signed anew: a short tolerance may refuse late retries. Compares in constant time.
 * Page: webhooks-verification.
 */
export function verifyWebhook({
  clientSecret,
  header,
  rawBody,
  now,
  toleranceS,
}: {
  clientSecret: string
  /** The value of `TikTok-Signature`; missing is never valid. */
  header: string | undefined
  rawBody: string | Uint8Array
  now: Date
  toleranceS: number
}): boolean {
  const { t, s } = readHeader(header ?? '')
  if (t === undefined || s === undefined) return false
  const isGenuine = timingSafeEqual(signature(clientSecret, t, rawBody), Buffer.from(s, 'hex'))
  return isGenuine && Math.abs(now.getTime() / 1000 - Number(t)) <= toleranceS
}

function signature(clientSecret: string, timestamp: string, rawBody: string | Uint8Array): Buffer {
  return createHmac('sha256', clientSecret).update(`${timestamp}.`).update(rawBody).digest()
}

function readHeader(header: string): { t?: string | undefined; s?: string | undefined } {
  const parts = header.split(',').map((part) => part.trim())
  return {
    t: parts.map((part) => /^t=(\d{1,12})$/.exec(part)?.[1]).find((found) => found !== undefined),
    s: parts.map((part) => /^s=([0-9a-f]{64})$/i.exec(part)?.[1]).find((found) => found !== undefined),
  }
}
