import { fromNodeHeaders } from 'better-auth/node'
import { z } from 'zod'
import { AppInfo, Me } from '#shared/api/session.ts'
import { isFirstRun } from '../auth/sign-up.ts'
import { AppError, type FieldError, type ProblemCode } from '../errors.ts'
import type { ApiParts, App } from './api-parts.ts'
import { callerOf } from './request.ts'

/** Sign-in is guessed at: so many tries in a minute from one address. */
const SIGN_IN_TRIES = { max: 60, timeWindow: '1 minute' }

export function sessionRoutes(app: App, { ctx, auth }: ApiParts): void {
  app.get('/me', { schema: { response: { 200: Me } } }, async (request) => {
    const { user, workspaceId, workspaceName, role, name } = callerOf(request)
    return {
      user: user ?? { id: '', name, email: '' },
      workspace: { id: workspaceId, name: workspaceName, role },
    }
  })

  app.get('/app', { schema: { response: { 200: AppInfo }, security: [] } }, async () => ({
    version: '0.1.0',
    firstRun: await isFirstRun(ctx.db),
    signups: ctx.config.signups,
    simulatorUrl: ctx.config.simulator?.url ?? null,
    tiktok: { audited: ctx.config.tiktok.isAudited },
    photos: { canPost: ctx.config.tiktok.pullProblem === null, problem: ctx.config.tiktok.pullProblem },
  }))

  app.route({
    method: ['GET', 'POST'],
    url: '/auth/*',
    schema: { hide: true },
    config: { rateLimit: SIGN_IN_TRIES },
    handler: async (request, reply) => {
      const headers = fromNodeHeaders(request.headers)
      headers.delete('content-length')
      // Our own check of the origin has passed; a client that is no browser sends none.
      headers.set('origin', new URL(ctx.config.appUrl).origin)
      const answer = await auth.handler(
        new Request(new URL(request.url, ctx.config.appUrl), {
          method: request.method,
          headers,
          ...(request.method === 'POST' && { body: JSON.stringify(request.body ?? {}) }),
        }),
      )
      if (answer.status >= 400) throw signInProblem(answer.status, await answer.json().catch(() => null))
      reply.code(answer.status)
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.type('application/json').send(await answer.text())
    },
  })
}

const Refusal = z.object({ code: z.string().optional(), message: z.string().optional() })

/** better-auth's refusals in our own form. */
function signInProblem(status: number, body: unknown): AppError {
  const { code = '', message = 'This was refused.' } = Refusal.safeParse(body).data ?? {}
  if (code === 'SIGNUPS_CLOSED') return new AppError('signups_closed', message)
  const kinds: Record<number, ProblemCode> = {
    401: 'not_signed_in',
    403: 'forbidden',
    404: 'not_found',
    429: 'too_many_requests',
  }
  const fields = fieldsOf(code, message)
  const kind = fields.length > 0 ? 'invalid_input' : (kinds[status] ?? (status >= 500 ? 'internal' : 'invalid_input'))
  const remedy = code === 'INVALID_EMAIL_OR_PASSWORD' ? 'Check the e-mail address and the password.' : undefined
  return new AppError(kind, message, { fields, ...(remedy && { remedy }) })
}

function fieldsOf(code: string, message: string): FieldError[] {
  if (code === 'INVALID_EMAIL_OR_PASSWORD') return []
  const named = /^\[body\.(\w+)\] (.*)$/.exec(message)
  if (named?.[1]) return [{ path: named[1], message: named[2] ?? message }]
  if (code.startsWith('PASSWORD_')) return [{ path: 'password', message }]
  if (code.includes('EMAIL') || code.startsWith('USER_ALREADY_EXISTS')) return [{ path: 'email', message }]
  return []
}
