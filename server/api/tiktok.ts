import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Breakers } from '#shared/api/breakers.ts'
import { findAccount } from '../accounts/accounts-store.ts'
import { beginConnect, type CallbackQuery, finishConnect } from '../accounts/connect-account.ts'
import { connectorOf } from '../accounts/connect-by-link.ts'
import { ConnectError } from '../accounts/connect-error.ts'
import type { Connector } from '../accounts/connector.ts'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { readBreakers } from '../limits/read-breakers.ts'
import { releaseHeld } from '../posts/retry-post.ts'
import { receiveTikTokEvent } from '../webhooks/receive-tiktok-event.ts'
import type { ApiParts, App } from './api-parts.ts'
import { readLinkCookie } from './link-cookie.ts'
import { callerOf } from './request.ts'
import { ReturnTo } from './return-to.ts'

const Authorize = z.object({
  returnTo: ReturnTo,
  /** The account to connect again, for more permissions or after its access ended. */
  accountId: z.uuid().optional(),
})

const one = z.union([z.string(), z.array(z.string()).transform((values) => values[0])]).optional()
const Callback = z.object({ state: one, code: one, error: one, error_type: one })

export function tiktokRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/tiktok/oauth/authorize', { schema: { querystring: Authorize } }, async (request, reply) => {
    const { sessionId, workspaceId } = callerOf(request)
    const { returnTo, accountId } = request.query
    if (accountId && !(await findAccount(ctx.db, workspaceId, accountId))) throw notFound('account', 'accountId')
    const wish = { returnTo, accountId: accountId ?? null }
    return reply.redirect(await beginConnect(ctx, { sessionId, workspaceId }, wish))
  })

  app.get('/tiktok/oauth/callback', { schema: { querystring: Callback } }, async (request, reply) => {
    const query: CallbackQuery = request.query
    const outcome = await finishConnect(ctx, await connectorsOf(ctx, request), query)
    const back = new URL(outcome.returnTo, ctx.config.appUrl)
    if ('error' in outcome) {
      if (wantsJson(request.headers.accept)) throw new ConnectError(outcome.error)
      back.searchParams.set('error', outcome.error)
    } else {
      await releaseHeld(ctx, outcome.account.id)
      // A visitor learns no id of the workspace.
      back.searchParams.set('connected', outcome.isVisitor ? '1' : outcome.account.id)
      if (outcome.wasKnown) back.searchParams.set('again', 'true')
      if (outcome.expectedId) back.searchParams.set('expected', outcome.expectedId)
    }
    return reply.redirect(back.href)
  })

  app.get('/tiktok/breakers', { schema: { response: { 200: Breakers } } }, async (request) => ({
    items: await readBreakers(ctx, callerOf(request).workspaceId),
  }))

  app.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/tiktok/webhooks', { schema: { hide: true } }, async (request, reply) => {
      const header = request.headers['tiktok-signature']
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      await receiveTikTokEvent(ctx, { header: typeof header === 'string' ? header : undefined, rawBody })
      return reply.code(200).send({})
    })
  })
}

/** This browser as a member, and as whoever began with a connect link. */
async function connectorsOf(ctx: Context, { caller, headers }: FastifyRequest): Promise<Connector[]> {
  const visit = readLinkCookie(headers.cookie)
  const visitor = visit && (await connectorOf(ctx, visit))
  return [
    ...(caller ? [{ sessionId: caller.sessionId, workspaceId: caller.workspaceId }] : []),
    ...(visitor ? [visitor] : []),
  ]
}

/** A program, not a browser: it asks for JSON and for no page. */
function wantsJson(accept = ''): boolean {
  return accept.includes('json') && !accept.includes('text/html')
}
