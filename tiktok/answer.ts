import type { z } from 'zod'
import { TikTokAnswerError, TikTokApiError } from './errors.ts'
import type { Answer } from './exchange.ts'
import { parseJson } from './parse-json.ts'
import { Envelope, OAuthFailure } from './schemas.ts'

/** What a data endpoint gave, and TikTok's id of the call. */
export type Reply<T> = { data: T; logId: string | null }

type Reading<T> = {
  /** Stands for the call in messages. */
  name: string
  answer: Answer
  schema: z.ZodType<T>
  now: Date
  /** Values that must not appear in a message, should TikTok repeat them. */
  secrets: string[]
}

/**
 * Reads the envelope of a data endpoint: success only with `error.code` `ok`, whatever the status says.
 * Throws TikTokApiError and TikTokAnswerError. Page: tiktok-api-v2-error-handling.
 */
export function readEnvelope<T>(reading: Reading<T>): Reply<T> {
  const { status } = reading.answer
  const envelope = Envelope.safeParse(parseJson(reading.answer.text))
  if (!envelope.success) {
    const code = codeByStatus(status)
    if (code) throw apiError(reading, { code, logId: null, words: '' })
    throw nonsense(reading, 'no envelope of the API', envelope.error)
  }
  const { error, data } = envelope.data
  const logId = error.log_id ?? error.logid ?? null
  if (error.code !== 'ok')
    throw apiError(reading, { code: error.code || 'internal_error', logId, words: error.message ?? '' })
  if (status < 200 || status > 299) throw nonsense(reading, 'the code ok beside a failure', undefined, logId)
  return { data: checked(reading, data ?? {}, logId), logId }
}

/**
 * Reads the flat answer of an OAuth endpoint: a named `error` is one even with HTTP 200.
 * Throws TikTokApiError and TikTokAnswerError. Page: oauth-error-handling.
 */
export function readOAuth<T>(reading: Reading<T>): T {
  const { status, text } = reading.answer
  const json = text.trim() === '' ? {} : parseJson(text)
  const failure = OAuthFailure.safeParse(json)
  const isRefused = status < 200 || status > 299
  if (failure.success && failure.data.error) {
    const { error, error_description: words, log_id: logId } = failure.data
    throw apiError(reading, { code: error, logId: logId ?? null, words: words ?? '' })
  }
  const code = codeByStatus(status)
  if (code) throw apiError(reading, { code, logId: null, words: '' })
  if (!failure.success || isRefused) throw nonsense(reading, 'no answer of the OAuth API', failure.error)
  return checked(reading, json, null)
}

/** A gateway in front of the API may answer with a page: then its status speaks. */
function codeByStatus(status: number): string | null {
  if (status === 429) return 'rate_limit_exceeded'
  return status >= 500 ? 'internal_error' : null
}

function checked<T>(reading: Reading<T>, value: unknown, logId: string | null): T {
  const result = reading.schema.safeParse(value)
  if (result.success) return result.data
  const places = result.error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ')
  throw nonsense(reading, `unfit ${places}`, result.error, logId)
}

function apiError<T>(reading: Reading<T>, said: { code: string; logId: string | null; words: string }): TikTokApiError {
  const { name, answer } = reading
  const words = withoutSecrets(said.words, reading.secrets)
  const message = `${name}: TikTok answered ${answer.status} ${said.code}${words && `: ${words}`}`
  return new TikTokApiError(message, {
    code: said.code,
    status: answer.status,
    logId: said.logId,
    retryAfterMs: readRetryAfter(answer.headers['retry-after'], reading.now),
  })
}

function nonsense<T>({ name, answer }: Reading<T>, what: string, cause: unknown, logId: string | null = null) {
  return new TikTokAnswerError(`${name}: TikTok answered ${answer.status} with ${what}`, {
    status: answer.status,
    logId,
    cause,
  })
}

const MAX_WORDS = 300

function withoutSecrets(words: string, secrets: string[]): string {
  const safe = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), words)
  return safe.slice(0, MAX_WORDS)
}

/**
 * Milliseconds until `Retry-After` (seconds or an HTTP date); null when it is missing or unreadable.
 * TikTok does not document it. Page: tiktok-api-v2-rate-limit.
 */
export function readRetryAfter(header: string | string[] | undefined, now: Date): number | null {
  const value = (Array.isArray(header) ? header[0] : header)?.trim()
  if (!value) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
