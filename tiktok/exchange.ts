import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, errors } from 'undici'
import { TikTokAnswerError, TikTokNetworkError } from './errors.ts'

/** One HTTP answer, read whole. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** One HTTP request. `name` stands for it in messages: never the URL, which may be a secret. */
export type Exchange = {
  name: string
  url: URL
  method: 'GET' | 'POST' | 'PUT'
  headers: Record<string, string>
  body?: string | AsyncIterable<Uint8Array>
  /** Its abort ends the exchange at once; a TimeoutError as its reason counts as `timeout`. */
  signal: AbortSignal
  /** Longest silence of the server, once it has begun to answer. */
  answerIdleMs: number
  /** Be content with the status: answer as soon as it is there, with an empty text. */
  isStatusEnough?: boolean
}

/** An answer of TikTok's API has a few kilobytes; more is not from it, and would only fill the memory. */
const MAX_ANSWER_BYTES = 4 * 1024 ** 2

/**
 * Sends one request, once, follows no redirect, and gives the answer whatever its status.
 * Throws TikTokNetworkError without an answer, TikTokAnswerError when what came is not HTTP or has no end.
 */
export function exchange(dispatcher: Dispatcher, request: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { name, signal } = request
    if (signal.aborted) return reject(failure(name, signal.reason, false))
    let hasStarted = false
    let controller: Dispatcher.DispatchController | undefined
    const chunks: Buffer[] = []
    let receivedBytes = 0
    let answer: Answer | undefined

    const end = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = () => {
      controller?.abort(asError(signal.reason))
      end(() => reject(failure(name, signal.reason, hasStarted)))
    }
    signal.addEventListener('abort', onAbort, { once: true })

    dispatcher.dispatch(dispatchOptions(request), {
      onRequestStart(started) {
        if (signal.aborted) return started.abort(asError(signal.reason))
        hasStarted = true
        controller = started
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return
        const head = { status, headers, text: '' }
        answer = head
        if (request.isStatusEnough) end(() => resolve(head))
      },
      onResponseData(receiving, chunk) {
        receivedBytes += chunk.byteLength
        if (receivedBytes > MAX_ANSWER_BYTES) return receiving.abort(new errors.ResponseExceededMaxSizeError())
        if (!request.isStatusEnough) chunks.push(chunk)
      },
      onResponseEnd() {
        const head = answer ?? { status: 0, headers: {} }
        end(() => resolve({ ...head, text: Buffer.concat(chunks).toString('utf8') }))
      },
      onResponseError(_controller, error) {
        end(() => reject(failure(name, error, hasStarted, answer?.status)))
      },
    })
  })
}

function dispatchOptions({ url, method, headers, body, answerIdleMs }: Exchange): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers,
    // undici's types know no async iterable here, though its dispatch takes one as `request` does.
    ...(body === undefined ? {} : { body: body as NonNullable<Dispatcher.DispatchOptions['body']> }),
    headersTimeout: 0,
    bodyTimeout: answerIdleMs,
  }
}

const answerCodes = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'])
const closedCodes = new Set(['UND_ERR_ABORTED', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'])

function failure(name: string, thrown: unknown, hasStarted: boolean, status: number | null = null): Error {
  const cause = asError(thrown)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'UND_ERR_INVALID_ARG') return cause
  if (cause.name === 'HTTPParserError' || answerCodes.has(code))
    // Not the cause itself: undici's parser keeps what it read in it, which may be a token.
    return new TikTokAnswerError(`${name}: no answer of TikTok's API: ${cause.message}`, { status })

  const network = (reason: TikTokNetworkError['reason'], what: string) =>
    new TikTokNetworkError(`${name}: ${what}`, { reason, mayHaveArrived: hasStarted, cause })
  if (cause.name === 'TimeoutError') return network('timeout', 'no answer in time')
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return network('timeout', 'no answer in time')
  if (cause.name === 'AbortError' || closedCodes.has(code)) return network('aborted', 'given up before the answer')
  if (!hasStarted) return network('connect', 'no connection')
  return network('reset', 'the connection broke before the answer')
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new DOMException('aborted', 'AbortError')
}
