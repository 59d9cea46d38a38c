import type { FastifyRequest } from 'fastify'
import type { Caller } from '../auth/caller.ts'
import { AppError } from '../errors.ts'
import type { Author } from '../posts/schedule-post.ts'
import type { Uploader } from '../uploads/begin-upload.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** The caller; throws `not_signed_in` without one. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new AppError('not_signed_in', 'This needs somebody who is signed in.')
  return request.caller
}

export function authorOf(request: FastifyRequest): Author {
  const { workspaceId, name } = callerOf(request)
  return { workspaceId, name }
}

/** Aborts when the client leaves, or has left already: then there is nobody to work for. */
export function leavingOf({ raw, signal }: FastifyRequest): AbortSignal {
  return raw.socket.destroyed ? AbortSignal.abort() : signal
}

/** Whose an upload is: the user's, or the API key's. */
export function uploaderOf(request: FastifyRequest): Uploader {
  const { workspaceId, user, sessionId } = callerOf(request)
  return { workspaceId, owner: user?.id ?? sessionId }
}
