import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import { identifyCaller } from '../auth/caller.ts'
import { authFor } from '../auth/create-auth.ts'
import { isForeign, trustedOrigins } from '../auth/origins.ts'
import type { Context } from '../context.ts'
import { AppError, notFound } from '../errors.ts'
import { createWorkspaceFeed } from '../events/workspace-feed.ts'
import { accountRoutes } from './accounts.ts'
import { apiKeyRoutes } from './api-keys.ts'
import type { ApiParts, App } from './api-parts.ts'
import { capacityRoutes } from './capacity.ts'
import { connectLinkRoutes } from './connect-links.ts'
import { docsRoutes } from './docs.ts'
import { eventRoutes } from './events.ts'
import { healthRoutes } from './health.ts'
import { honourIdempotencyKeys } from './idempotency.ts'
import { mediaRoutes } from './media.ts'
import { mediaPictureRoutes } from './media-pictures.ts'
import { postRoutes } from './posts.ts'
import { sendProblem } from './problem.ts'
import { publicMediaRoutes } from './public-media.ts'
import { publicationRoutes } from './publications.ts'
import { sessionRoutes } from './session.ts'
import { siteVerificationRoutes } from './site-verification.ts'
import { slideshowRoutes } from './slideshows.ts'
import { tiktokRoutes } from './tiktok.ts'
import { endUnreadBodies } from './unread-bodies.ts'
import { uploadRoutes } from './uploads.ts'
import { webRoutes } from './web.ts'
import { workspaceRoutes } from './workspace.ts'

export type Api = Awaited<ReturnType<typeof createApi>>

/** The API by what it is about, as its documentation shows it. */
const routeGroups = {
  Session: sessionRoutes,
  Workspace: workspaceRoutes,
  'API keys': apiKeyRoutes,
  Accounts: accountRoutes,
  'Connect links': connectLinkRoutes,
  TikTok: tiktokRoutes,
  Media: (app: App, parts: ApiParts) => {
    mediaRoutes(app, parts)
    mediaPictureRoutes(app, parts)
  },
  Slideshows: slideshowRoutes,
  Uploads: uploadRoutes,
  Posts: postRoutes,
  Publications: publicationRoutes,
  Capacity: capacityRoutes,
  Events: eventRoutes,
}

/** The HTTP server, not yet listening. Closing it ends its streams and connections. */
export async function createApi(ctx: Context) {
  const app = createFastify(ctx)
  const feed = await createWorkspaceFeed({ databaseUrl: ctx.databaseUrl, log: ctx.log })
  app.addHook('preClose', () => feed.close())
  const parts: ApiParts = { ctx, auth: authFor(ctx), feed }

  await app.register(helmet, securityHeaders(ctx))
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) => tooManyRequests(after),
  })
  await app.register(multipart, { limits: { fileSize: VIDEO_MAX_SIZE_BYTES + 1, files: 1, fields: 10 } })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Clipdeck', version: '1.0.0', description: 'Publish to many TikTok accounts.' },
      servers: [{ url: ctx.config.appUrl }],
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
  })

  app.decorateRequest('caller', null)
  endUnreadBodies(app)
  refuseForeignOrigins(app, trustedOrigins(ctx.config.appUrl))
  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler((request, reply) => sendProblem(notFound('page or endpoint'), request, reply))

  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        request.caller = await identifyCaller(parts.auth, ctx.db, request.headers)
      })
      honourIdempotencyKeys(api, ctx)
      for (const [tag, routes] of Object.entries(routeGroups))
        await api.register(async (scope) => {
          scope.addHook('onRoute', (route) => {
            route.schema = { tags: [tag], ...route.schema }
          })
          routes(scope.withTypeProvider<ZodTypeProvider>(), parts)
        })
    },
    { prefix: '/api/v1' },
  )
  await app.register(async (scope) => healthRoutes(scope.withTypeProvider<ZodTypeProvider>(), parts))
  await app.register(async (scope) => publicMediaRoutes(scope.withTypeProvider<ZodTypeProvider>(), parts))
  await app.register(async (scope) => siteVerificationRoutes(scope.withTypeProvider<ZodTypeProvider>(), parts))
  await app.register(async (scope) => docsRoutes(scope, parts))
  await app.register(async (scope) => webRoutes(scope, parts))
  return app
}

function createFastify(ctx: Context): App {
  const loggerInstance: FastifyBaseLogger = ctx.log.child({ area: 'api' })
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A reverse proxy on this machine or in its private network may say who the client is; nobody else.
    trustProxy: ['loopback', 'uniquelocal'],
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 0,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.debug(
      { method, route: routeOptions.url, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) },
      'Answered',
    )
  })
  return app
}

/** Cross-site request forgery: a browser's write from another site is refused before anything looks at its cookie. */
function refuseForeignOrigins(app: App, trusted: string[]): void {
  app.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
    if (isForeign({ origin: headers.origin, fetchSite: oneOf(headers['sec-fetch-site']) }, trusted))
      throw new AppError('foreign_origin', `This request comes from ${headers.origin ?? 'another site'}.`)
  })
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

function tooManyRequests(after: string): AppError {
  return new AppError('too_many_requests', `Too many tries. Wait ${after}.`)
}

function securityHeaders({ config }: Context) {
  const isHttps = config.appUrl.startsWith('https:')
  // Avatars come from TikTok's content hosts, whose names change; with the simulator from its own port.
  const imageHosts = ['https:', ...(config.simulator ? [config.simulator.url] : [])]
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...imageHosts],
        mediaSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    xFrameOptions: { action: 'deny' as const },
    crossOriginResourcePolicy: { policy: 'same-site' as const },
  }
}
