import type { Config } from '../config.ts'
import { error, type Finding, ok, warn } from './finding.ts'

const TIMEOUT_MS = 5000

/** Whether the API's host answers anything at all; what it answers does not matter. */
export async function checkTikTok({ tiktok: { apiUrl }, simulator }: Config): Promise<Finding> {
  try {
    const { status } = await fetch(apiUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return ok('TikTok', `${apiUrl} answers (HTTP ${status})`)
  } catch (cause) {
    const detail = `${apiUrl} does not answer (${reasonOf(cause)})`
    return simulator
      ? warn('TikTok', detail, 'The simulator runs while Clipdeck runs: start it.')
      : error('TikTok', detail, 'Check TIKTOK_API_URL, the name server, and that the firewall lets HTTPS out.')
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'TimeoutError') return `within ${TIMEOUT_MS / 1000} s`
  return cause.cause instanceof Error ? cause.cause.message : cause.message
}
