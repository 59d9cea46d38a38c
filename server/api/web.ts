import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { trustedOrigins } from '../auth/origins.ts'
import type { ApiParts } from './app.ts'

export const WEB_DIR = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** The browser app: its files, and its index for every path that is a page. */
export async function webRoutes(app: FastifyInstance, { ctx }: ApiParts): Promise<void> {
  if (!existsSync(WEB_DIR)) return
  const appUrl = new URL(ctx.config.appUrl)
  const aliases = trustedOrigins(ctx.config.appUrl)
    .map((origin) => new URL(origin).host)
    .filter((host) => host !== appUrl.host)

  await app.register(fastifyStatic, { root: WEB_DIR, wildcard: false, index: false, setHeaders: cacheFor })
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const isPage = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
    if (!isPage) return reply.callNotFound()
    // The cookie belongs to one name of this machine, and TikTok comes back to the one in APP_URL.
    if (request.headers.host && aliases.includes(request.headers.host))
      return reply.redirect(new URL(request.url, appUrl).href)
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false })
  })
}

/** Files with a hash in their name never change. */
function cacheFor(reply: Pick<FastifyReply, 'header'>, path: string): void {
  reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
}
