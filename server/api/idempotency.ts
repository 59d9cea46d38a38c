import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { AppError, invalidInput } from '../errors.ts'
import { Secret } from '../vault/secret.ts'
import { claimKey, dropKey, findKey, finishKey } from './idempotency-store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: string | null
  }
}

/** A session is made anew each time. */
const SIGN_IN = '/api/v1/auth/'
const ANSWER = 'kept-answer'

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
      throw new AppError('idempotency_conflict', 'The first request with this Idempotency-Key has not ended.', {
        remedy: 'Ask again in a moment. If it never ends, look whether it took effect, then use a new key.',
      })
    const body =
      earlier.sealedBody && (await ctx.vault.open(earlier.sealedBody, { ownerId: workspaceId, field: ANSWER }))
    reply.code(earlier.status).type('application/json').header('idempotency-replayed', 'true')
    return reply.send(body ? body.reveal() : '')
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
        sealedBody: await ctx.vault.seal(new Secret(typeof payload === 'string' ? payload : ''), {
          ownerId: caller.workspaceId,
          field: ANSWER,
        }),
      })
    return payload
  })
}

function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key']
  if (request.method !== 'POST' || typeof header !== 'string' || request.url.startsWith(SIGN_IN)) return null
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
