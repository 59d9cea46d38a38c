import { request } from 'undici'
import type { Config } from '../config.ts'
import { type Finding, ok, warn } from './finding.ts'

const TIMEOUT_MS = 5000

/** Where TikTok pulls videos: whether the path of the signed URLs leads to a Clipdeck, as seen from this machine. */
export async function checkMediaUrl({ tiktok, mediaPublicUrl }: Config): Promise<Finding[]> {
  if (tiktok.transfer === 'file') return []
  const url = `${mediaPublicUrl}/media/public/`
  const said = await whatAnswers(url)
  return [
    said === null
      ? ok('media URL', `${url} leads to Clipdeck`)
      : warn(
          'media URL',
          `${url} does not lead to a running Clipdeck from here (${said})`,
          'Start Clipdeck, and let MEDIA_PUBLIC_URL lead to it without a redirect, from this machine too.',
        ),
  ]
}

/** Null: our own refusal of a path without a token. */
async function whatAnswers(url: string): Promise<string | null> {
  try {
    const { statusCode, headers, body } = await request(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    await body.dump()
    const isOurs = statusCode === 404 && String(headers['content-type']).startsWith('application/problem+json')
    return isOurs ? null : `HTTP ${statusCode}`
  } catch (cause) {
    if (!(cause instanceof Error)) return String(cause)
    return cause.name === 'TimeoutError' ? `no answer within ${TIMEOUT_MS / 1000} s` : cause.message
  }
}
