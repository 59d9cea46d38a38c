import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Problem } from '#shared/api/problem.ts'
import { TikTokApiError, TikTokError } from '#tiktok/errors.ts'
import { AccountUnusableError } from '../accounts/account-error.ts'
import { ConnectError } from '../accounts/connect-error.ts'
import { TokenRefreshError } from '../accounts/token-refresh-error.ts'
import { AppError, type ProblemCode, problems } from '../errors.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { WindowFullError } from '../limits/window-full-error.ts'

const DOCS = 'https://github.com/clipdeck/clipdeck/blob/main/docs/errors.md'

/** Every error as `application/problem+json` (RFC 9457). What is our own mistake is logged, and not shown. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ConnectError)
    return reply.code(error.status).type('application/problem+json').send(presentConnectError(error, request.id))
  const known = toAppError(error)
  if (!known && hasLeft(request, error)) request.log.debug({ err: error }, 'A client left in the middle of its request')
  else if (!known) request.log.error({ err: error }, 'A request failed')
  else if (known.status >= 500) request.log.warn({ err: error }, 'A request failed')
  if (error instanceof WindowFullError) reply.header('retry-after', secondsUntil(error.until))
  if (error instanceof BreakerOpenError) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterMs / 1000)))
  return reply
    .code(known?.status ?? 500)
    .type('application/problem+json')
    .send(presentProblem(known ?? internal(), request.id))
}

export function presentProblem(error: AppError, requestId: string): Problem {
  return {
    type: `${DOCS}#${error.code}`,
    title: problems[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    remedy: error.remedy,
    requestId,
    ...(error.fields.length > 0 && { errors: error.fields }),
    ...(error.full.length > 0 && { full: error.full }),
  }
}

function presentConnectError({ code, title, status, message, remedy }: ConnectError, requestId: string): Problem {
  const type = `${DOCS}#when-connecting-an-account-fails`
  return { type, title, status, detail: message, code, remedy, requestId }
}

function secondsUntil(date: Date): number {
  return Math.max(1, Math.ceil((date.getTime() - Date.now()) / 1000))
}

/** The client went away while it was still sending, or while it waited: a cancelled upload, a closed tab. */
function hasLeft({ raw }: FastifyRequest, error: unknown): boolean {
  if (raw.destroyed && !raw.complete) return true
  return raw.socket.destroyed && error instanceof Error && error.name === 'AbortError'
}

function internal(): AppError {
  return new AppError('internal', 'Something went wrong on our side.')
}

function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (error instanceof WindowFullError)
    return new AppError('too_many_requests', error.message, { remedy: `Ask again after ${error.until.toISOString()}.` })
  if (error instanceof BreakerOpenError)
    return new AppError(error.code, error.message, {
      remedy: `Ask again after ${error.until.toISOString()}. What is to be published waits and goes on by itself.`,
      cause: error,
    })
  if (error instanceof AccountUnusableError)
    return new AppError('conflict', error.message, { remedy: error.remedy, cause: error })
  if (error instanceof TokenRefreshError)
    return new AppError(error.cause instanceof TikTokApiError ? 'tiktok_error' : 'tiktok_unreachable', error.message, {
      remedy: error.advice,
      cause: error,
    })
  if (error instanceof TikTokApiError)
    return new AppError('tiktok_error', `TikTok answered "${error.code}" (log id ${error.logId ?? 'none'}).`, {
      remedy: error.advice,
      cause: error,
    })
  if (error instanceof TikTokError)
    return new AppError('tiktok_unreachable', 'TikTok did not give a usable answer.', { cause: error })
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.split('/').filter(Boolean).join('.'),
      message: message ?? 'This value is not allowed.',
    }))
    return new AppError(
      'invalid_input',
      fields.map(({ path, message }) => `${path || 'The request'}: ${message}`).join(' '),
      { fields },
    )
  }
  return isFastifyError(error) ? fromFastify(error) : null
}

const byStatus: Record<number, ProblemCode> = {
  400: 'malformed_request',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_media',
  416: 'bad_range',
  429: 'too_many_requests',
}

function fromFastify(error: FastifyError): AppError | null {
  const code = byStatus[error.statusCode ?? 500]
  return code ? new AppError(code, error.message, { cause: error }) : null
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
}
