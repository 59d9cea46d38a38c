import { request } from 'undici'
import type { Secret } from '../vault/secret.ts'
import type { PublicFile } from './public-file.ts'

const TIMEOUT_MS = 5000

/**
 * What is wrong with a public URL as far as one HEAD from this machine can tell, in words without the URL; null when it
 * gives the whole file. Whoever pulls follows no redirect (content-posting-api-media-transfer-guide), so neither does this.
 */
export async function publicUrlProblem(
  url: Secret,
  { sizeBytes, mimeType }: Pick<PublicFile, 'sizeBytes' | 'mimeType'>,
  { timeoutMs = TIMEOUT_MS } = {},
): Promise<string | null> {
  try {
    const { statusCode, headers } = await request(url.reveal(), {
      method: 'HEAD',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (statusCode >= 300 && statusCode < 400) return `it answers with a redirect (HTTP ${statusCode})`
    if (statusCode !== 200) return `it answers HTTP ${statusCode}`
    const { 'content-length': length, 'content-type': type } = headers
    if (String(type).split(';')[0] !== mimeType) return `it answers with ${type} instead of ${mimeType}`
    return length === undefined || Number(length) === sizeBytes
      ? null
      : `it answers with ${length} bytes instead of ${sizeBytes}`
  } catch (error) {
    return reasonOf(error, timeoutMs)
  }
}

/** The code alone: a message may repeat the URL. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'it does not answer'
  if (error.name === 'TimeoutError') return `it does not answer within ${timeoutMs / 1000} s`
  return 'code' in error ? `it does not answer (${error.code})` : 'it does not answer'
}
