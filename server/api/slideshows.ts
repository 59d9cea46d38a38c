import { CreateSlideshow, Media } from '#shared/api/media.ts'
import { beginSlideshow } from '../media/begin-slideshow.ts'
import type { ApiParts, App } from './api-parts.ts'
import { presentMedia } from './present.ts'
import { callerOf } from './request.ts'

export function slideshowRoutes(app: App, { ctx }: ApiParts): void {
  app.post(
    '/slideshows',
    {
      schema: {
        description: 'Makes a video of 2 to 35 images. It is `rendering` at first; deleting it cancels that.',
        body: CreateSlideshow,
        response: { 202: Media },
      },
    },
    async (request, reply) => {
      const media = await beginSlideshow(ctx, callerOf(request).workspaceId, request.body)
      return reply.code(202).send(presentMedia(media))
    },
  )
}
