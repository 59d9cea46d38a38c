import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { ApiError, envelopeError } from './envelope.ts'
import { addAuthorizeRoutes } from './routes/authorize.ts'
import { addControlRoutes } from './routes/control.ts'
import { addFeedRoutes } from './routes/feed.ts'
import { addFileRoutes } from './routes/files.ts'
import { addOAuthRoutes } from './routes/oauth.ts'
import { addPublishRoutes } from './routes/publish.ts'
import { addPublishInitRoutes } from './routes/publish-init.ts'
import { addUploadRoutes } from './routes/upload.ts'
import { addUserRoutes } from './routes/users.ts'
import { addVideoRoutes } from './routes/videos.ts'
import type { World } from './world.ts'

/** The HTTP side. Bodies stay streams until an endpoint reads them. */
export function createApp(world: World): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.addHook('onRequest', async () => world.agenda.runDue())
  app.setErrorHandler<FastifyError>(async (error, _request, reply) => {
    const isRefusal = error.statusCode !== undefined && error.statusCode < 500
    const refusal = isRefusal
      ? new ApiError(400, 'invalid_params', error.message)
      : new ApiError(500, 'internal_error', error.message)
    const answer = envelopeError(refusal, world.ids.logId())
    await reply.code(answer.status).headers(answer.headers).send(answer.body)
  })
  addAuthorizeRoutes(app, world)
  addOAuthRoutes(app, world)
  addUserRoutes(app, world)
  addPublishRoutes(app, world)
  addPublishInitRoutes(app, world)
  addUploadRoutes(app, world)
  addVideoRoutes(app, world)
  addFeedRoutes(app, world)
  addFileRoutes(app, world)
  addControlRoutes(app, world)
  return app
}
