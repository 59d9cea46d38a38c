import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { AppError, invalidInput } from '../errors.ts'
import { keyOfAnother, type RequestKey } from '../posts/composed-before.ts'
import { Secret } from '../vault/secret.ts'
import { claimKey, dropKey, findKey, finishKey, takeOverKey } from './idempotency-store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: (RequestKey & { workspaceId: string; createdAt: Date }) | null
  }
  interface FastifyContextConfig {
    /**
     * What the route makes is saved with the key, in one transaction, and a repeat finds it there: it may run although
     * nobody knows what became of the first request.
     */
    savesKey?: boolean
  }
}

/** A session is made anew each time. */
const SIGN_IN = '/api/v1/auth/'
const ANSWER = 'kept-answer'
/** A request that has not ended by then is taken for dead, where it is safe to do it again. */
const DEAD_AFTER_MS = 60_000

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
    const { savesKey } = request.routeOptions.config
    const now = ctx.clock.now()
    const claim = { workspaceId, key, requestHash: hashOf(request), createdAt: now }
    const isClaimed =
      (await claimKey(ctx.db, claim)) || (savesKey && (await takeOverKey(ctx.db, claim, after(now, -DEAD_AFTER_MS))))
    if (isClaimed) {
      request.idempotencyKey = claim
      return
    }
    const earlier = await findKey(ctx.db, workspaceId, key)
    if (earlier && earlier.requestHash !== claim.requestHash) throw keyOfAnother()
    if (!earlier || earlier.status === null)
      throw new AppError('idempotency_conflict', 'The first request with this Idempotency-Key has not ended.', {
        remedy: savesKey
          ? 'Ask again with the same key, for a little more than a minute.'
          : 'Ask again in a moment. If it never ends, look whether it took effect, then use a new key.',
      })
    const body =
      earlier.sealedBody && (await ctx.vault.open(earlier.sealedBody, { ownerId: workspaceId, field: ANSWER }))
    reply.code(earlier.status).type('application/json').header('idempotency-replayed', 'true')
    return reply.send(body ? body.reveal() : '')
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { idempotencyKey: claim } = request
    if (!claim) return payload
    if (reply.statusCode >= 400) await dropKey(ctx.db, claim)
    else
      await finishKey(ctx.db, claim, {
        status: reply.statusCode,
        sealedBody: await ctx.vault.seal(new Secret(typeof payload === 'string' ? payload : ''), {
          ownerId: claim.workspaceId,
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
    .update(`${request.method} ${request.url}\n${contentOf(request)}`)
    .digest('hex')
}

/** Of a file that is still to come, all that is known is its length. */
function contentOf(request: FastifyRequest): string {
  if (request.isMultipart()) return `${request.headers['content-length']}`
  return JSON.stringify(request.body ?? request.headers['upload-length'] ?? null)
}
