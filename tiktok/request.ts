import type { z } from 'zod'
import { type Reply, readEnvelope, readOAuth } from './answer.ts'
import { TikTokApiError } from './errors.ts'
import { exchange } from './exchange.ts'
import { delayMs, mayRetry } from './retry.ts'
import type { Transport } from './transport.ts'

/** A call to an endpoint behind an access token. */
export type DataCall<T> = {
  method: 'GET' | 'POST'
  path: string
  accessToken: string
  query?: Record<string, string>
  json?: object
  /** Values of the body that must never show. */
  secrets?: string[]
  /** True for a call that changes nothing: it is tried again by itself on network failures and 5xx. */
  isRead: boolean
  /** Schema of the envelope's `data`. */
  schema: z.ZodType<T>
}

/** A call to an OAuth endpoint: a form. */
export type OAuthCall<T> = {
  path: string
  form: Record<string, string>
  /** The values of the form that must never show. */
  secrets: string[]
  /** Schema of the whole flat answer. */
  schema: z.ZodType<T>
}

/**
 * Calls a data endpoint and gives its `data`. Throws TikTokApiError unless `error.code` is `ok`, TikTokAnswerError for
 * nonsense, TikTokNetworkError without an answer. Pages: tiktok-api-v2-error-handling, tiktok-api-v2-rate-limit.
 */
export async function callData<T>(transport: Transport, call: DataCall<T>): Promise<Reply<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await callDataOnce(transport, call)
    } catch (error) {
      if (!call.isRead || !mayRetry(attempt, error)) throw error
      const retryAfterMs = error instanceof TikTokApiError ? error.retryAfterMs : null
      await transport.sleep(delayMs(attempt, { retryAfterMs, random: transport.random }))
    }
  }
}

async function callDataOnce<T>(transport: Transport, call: DataCall<T>): Promise<Reply<T>> {
  const name = `${call.method} ${call.path}`
  const url = new URL(transport.apiUrl + call.path)
  for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, value)
  const headers = {
    Authorization: `Bearer ${call.accessToken}`,
    ...(call.method === 'POST' ? { 'Content-Type': 'application/json; charset=UTF-8' } : {}),
  }
  const answer = await exchange(call.isRead ? transport.pooled : transport.fresh, {
    name,
    url,
    method: call.method,
    headers,
    ...(call.json ? { body: JSON.stringify(call.json) } : {}),
    ...limits(transport),
  })
  const secrets = [call.accessToken, ...(call.secrets ?? [])]
  return readEnvelope({ name, answer, schema: call.schema, now: transport.clock.now(), secrets })
}

/**
 * Calls an OAuth endpoint, once. Throws TikTokApiError whenever the answer names an `error`, whatever its status,
 * TikTokAnswerError for nonsense, TikTokNetworkError without an answer.
 * Pages: oauth-user-access-token-management, oauth-error-handling.
 */
export async function callOAuth<T>(transport: Transport, call: OAuthCall<T>): Promise<T> {
  const name = `POST ${call.path}`
  const { clientKey, clientSecret } = transport
  const form = { client_key: clientKey, client_secret: clientSecret, ...call.form }
  const answer = await exchange(transport.fresh, {
    name,
    url: new URL(transport.apiUrl + call.path),
    method: 'POST',
    // Exactly this: TikTok refuses the `;charset=UTF-8` that a URLSearchParams body brings along.
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    ...limits(transport),
  })
  const secrets = [clientSecret, ...call.secrets]
  return readOAuth({ name, answer, schema: call.schema, now: transport.clock.now(), secrets })
}

function limits({ requestMs }: Transport) {
  return { signal: AbortSignal.timeout(requestMs), answerIdleMs: requestMs }
}
