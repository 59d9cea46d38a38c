import { z } from 'zod'
import { beginConnect, type CallbackQuery, type Connector, finishConnect } from '../accounts/connect-account.ts'
import { releaseHeld } from '../posts/retry-post.ts'
import { receiveTikTokEvent } from '../webhooks/receive-tiktok-event.ts'
import type { ApiParts, App } from './app.ts'
import { callerOf } from './request.ts'

/** A path of our own pages: never another site's. */
const ReturnTo = z
  .string()
  .regex(/^\/(?![/\\])/, 'returnTo must be a path of Clipdeck, such as /accounts.')
  .default('/accounts')

const one = z.union([z.string(), z.array(z.string()).transform((values) => values[0])]).optional()
const Callback = z.object({ state: one, code: one, error: one, error_type: one })

export function tiktokRoutes(app: App, { ctx }: ApiParts): void {
  app.get(
    '/tiktok/oauth/authorize',
    { schema: { querystring: z.object({ returnTo: ReturnTo }) } },
    async (request, reply) => {
      const { sessionId, workspaceId } = callerOf(request)
      return reply.redirect(await beginConnect(ctx, { sessionId, workspaceId }, request.query.returnTo))
    },
  )

  app.get('/tiktok/oauth/callback', { schema: { querystring: Callback } }, async (request, reply) => {
    const connector: Connector | null = request.caller && {
      sessionId: request.caller.sessionId,
      workspaceId: request.caller.workspaceId,
    }
    const query: CallbackQuery = request.query
    const outcome = await finishConnect(ctx, connector, query)
    const back = new URL(outcome.returnTo, ctx.config.appUrl)
    if ('error' in outcome) back.searchParams.set('error', outcome.error)
    else {
      await releaseHeld(ctx, outcome.account.id)
      back.searchParams.set('connected', outcome.account.id)
      if (outcome.wasKnown) back.searchParams.set('again', 'true')
    }
    return reply.redirect(back.href)
  })

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
