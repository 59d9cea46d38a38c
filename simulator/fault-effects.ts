import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, ApiError, envelopeError, flatError, OAuthError } from './envelope.ts'
import type { Fault } from './faults.ts'

/** The connection is to be reset instead of answered. */
export class CutError extends Error {
  override name = 'CutError'
}

/** The connection is to be reset in the middle of this answer. */
export class AnswerCutError extends Error {
  override name = 'AnswerCutError'
  readonly answer: Answer

  constructor(answer: Answer) {
    super()
    this.answer = answer
  }
}

/** Waits as the fault says. A hang ends when the caller gives up. */
export async function interrupt(fault: Fault, socket: Socket): Promise<void> {
  if (fault.delayMs !== undefined) await wait(fault.delayMs)
  if (!fault.hang) return
  if (!socket.destroyed) await once(socket, 'close')
  throw new CutError()
}

/** The answer that the fault gives, if it gives one. */
export function answerOf(fault: Fault, shape: 'envelope' | 'oauth', logId: string): Answer | null {
  const headers: Record<string, string> = {}
  if (fault.retryAfterS !== undefined) headers['retry-after'] = String(fault.retryAfterS)
  if (fault.body !== undefined)
    return {
      status: fault.status ?? 200,
      headers: { ...headers, 'content-type': fault.contentType ?? 'text/html; charset=utf-8' },
      body: fault.body,
      code: fault.code ?? 'fault',
    }
  if (fault.status === undefined && fault.code === undefined) return null
  const status = fault.status ?? 400
  const message = fault.message ?? 'Please review our integration guidelines.'
  if (shape === 'oauth') {
    const answer = flatError(new OAuthError(fault.code ?? 'server_error', message), logId, status)
    return { ...answer, headers: { ...answer.headers, ...headers } }
  }
  return envelopeError(new ApiError(status, fault.code ?? usualCode(status), message, headers), logId)
}

/** The answer in other words, where the fault has some. */
export function rewritten(fault: Fault, answer: Answer): Answer {
  const body = fault.rewrite.reduce(
    (text, { pattern, to }) => text.replaceAll(new RegExp(pattern, 'g'), to),
    answer.body,
  )
  return { ...answer, body }
}

function usualCode(status: number): string {
  if (status === 429) return 'rate_limit_exceeded'
  return status === 401 ? 'access_token_invalid' : 'internal_error'
}
