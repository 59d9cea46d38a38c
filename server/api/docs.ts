import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import type { ApiParts } from './api-parts.ts'

/** The OpenAPI document and its pages. The pages bring their own script and style, so they get a policy of their own. */
export async function docsRoutes(app: FastifyInstance, { ctx }: ApiParts): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
      )
    })
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: `${ctx.config.appUrl}/openapi.json`,
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    })
  })
}
