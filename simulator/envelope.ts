import { randomBytes } from 'node:crypto'
import type { Reply } from './faults.ts'

/** A refusal by a data endpoint: `{"data":{},"error":{…}}`, tiktok-api-v2-error-handling. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** A refusal by an OAuth endpoint: flat, oauth-user-access-token-management. */
export class OAuthError extends Error {
  override name = 'OAuthError'
  readonly code: string

  constructor(code: string, description: string) {
    super(description)
    this.code = code
  }
}

/** The answer of one endpoint, before it is text. `code` goes to the call log. */
export type Answer = Reply & { code: string }

const JSON_TYPE = 'application/json; charset=utf-8'

export function envelope(data: object, logId: string): Answer {
  const body = writeJson({ data, error: { code: 'ok', message: '', log_id: logId } })
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body, code: 'ok' }
}

export function envelopeError(error: ApiError, logId: string): Answer {
  const body = writeJson({ data: {}, error: { code: error.code, message: error.message, log_id: logId } })
  return { status: error.status, headers: { 'content-type': JSON_TYPE, ...error.headers }, body, code: error.code }
}

export function flat(value: object, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, 'cache-control': 'no-store' },
    body: writeJson(value),
    code: 'ok',
  }
}

export function flatError(error: OAuthError, logId: string, status?: number): Answer {
  const body = { error: error.code, error_description: error.message, log_id: logId }
  return { ...flat(body, status ?? (error.code === 'invalid_client' ? 401 : 400)), code: error.code }
}

const INT64_MARK = randomBytes(12).toString('hex')
const INT64_TEXT = new RegExp(`"${INT64_MARK}(\\d+)"`, 'g')

/** JSON in which a bigint is a bare number, whatever its size: TikTok's 64-bit ids look like that. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? `${INT64_MARK}${it}` : it))
  return text.replaceAll(INT64_TEXT, '$1')
}
