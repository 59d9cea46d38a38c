import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { trustedOrigins } from '../auth/origins.ts'
import type { ApiParts } from './api-parts.ts'

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
    if (!isPage(request)) return reply.callNotFound()
    // The cookie belongs to one name of this machine, and TikTok comes back to the one in APP_URL.
    if (request.headers.host && aliases.includes(request.headers.host))
      return reply.redirect(new URL(request.url, appUrl).href)
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false })
  })
}

/** Everything that asks for HTML, or for anything, and is neither the API nor a file. */
function isPage({ headers, url }: FastifyRequest): boolean {
  const { pathname } = new URL(url, 'http://localhost')
  const takesHtml = /text\/html|\*\/\*/.test(headers.accept ?? '*/*')
  return takesHtml && !pathname.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(pathname)
}

/** Files with a hash in their name never change. */
function cacheFor(reply: Pick<FastifyReply, 'header'>, path: string): void {
  reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
}
