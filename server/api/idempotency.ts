import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { AppError, invalidInput } from '../errors.ts'
import { claimKey, dropKey, findKey, finishKey } from './idempotency-store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: string | null
  }
}

/**
 * `Idempotency-Key` on any POST: the second request with one key gets the first one's answer.
 * What failed is forgotten, so that it can be tried again.
 */
export function honourIdempotencyKeys(app: FastifyInstance, ctx: Context): void {
  app.decorateRequest('idempotencyKey', null)

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (!key || !request.caller) return
    const { workspaceId } = request.caller
    const requestHash = hashOf(request)
    if (await claimKey(ctx.db, { workspaceId, key, requestHash, createdAt: ctx.clock.now() })) {
      request.idempotencyKey = key
      return
    }
    const earlier = await findKey(ctx.db, workspaceId, key)
    if (earlier && earlier.requestHash !== requestHash)
      throw new AppError('idempotency_conflict', 'This Idempotency-Key was used for another request.')
    if (!earlier || earlier.status === null)
      throw new AppError('idempotency_conflict', 'The first request with this Idempotency-Key is still running.', {
        remedy: 'Wait for it, or ask again in a moment.',
      })
    return reply.code(earlier.status).type('application/json').header('idempotency-replayed', 'true').send(earlier.body)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { idempotencyKey: key, caller } = request
    if (!key || !caller) return payload
    if (reply.statusCode >= 400) await dropKey(ctx.db, caller.workspaceId, key)
    else
      await finishKey(ctx.db, {
        workspaceId: caller.workspaceId,
        key,
        status: reply.statusCode,
        body: typeof payload === 'string' ? payload : '',
      })
    return payload
  })
}

function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key']
  if (request.method !== 'POST' || typeof header !== 'string') return null
  if (header.length < 1 || header.length > 255)
    throw invalidInput({ path: 'Idempotency-Key', message: 'It has 1 to 255 characters.' })
  return header
}

function hashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(
      `${request.method} ${request.url}\n${request.isMultipart() ? request.headers['content-length'] : JSON.stringify(request.body ?? null)}`,
    )
    .digest('hex')
}
