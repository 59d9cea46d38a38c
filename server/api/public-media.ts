import { z } from 'zod'
import { AppError } from '../errors.ts'
import { getMedia } from '../media/media-store.ts'
import { publicFileOf } from '../media/public-file.ts'
import { openPublicUrl } from '../media/public-url.ts'
import type { ApiParts, App } from './api-parts.ts'
import { sendMedia } from './send-media.ts'

const Parts = z.object({ token: z.string(), name: z.string() })

/** What TikTok pulls: single media items under signed URLs that end. Whoever has one may read it, without signing in. */
export function publicMediaRoutes(app: App, { ctx }: ApiParts): void {
  app.addHook('onRequest', async (_request, reply) => {
    // A cache on the way would outlive the signature, and a recoded video is not the one that was checked.
    reply.header('cache-control', 'no-store, no-transform')
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/public/:token/:name',
    schema: { params: Parts, security: [] },
    handler: async (request, reply) => {
      const mediaId = openPublicUrl(ctx, request.params)
      const media = mediaId ? await getMedia(ctx.db, mediaId) : undefined
      if (media?.status !== 'ready') throw nothingHere()
      const file = publicFileOf(media)
      if (file.name !== request.params.name) throw nothingHere()
      return sendMedia(request, reply, { storage: ctx.storage, file })
    },
  })

  // Without these the web page would answer here and below.
  for (const url of ['/media/public', '/media/public/*'])
    app.get(url, { schema: { hide: true } }, async () => {
      throw nothingHere()
    })
}

/** The same whatever is wrong with it. */
function nothingHere(): AppError {
  return new AppError('not_found', 'This link leads to no file, or it has ended.')
}
