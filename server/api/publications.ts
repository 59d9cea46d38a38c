import { z } from 'zod'
import { PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { Publication, ResolvePublication } from '#shared/api/posts.ts'
import { notFound } from '../errors.ts'
import { listEvents } from '../events/events-store.ts'
import { cancelPublication } from '../posts/cancel-post.ts'
import { findPublication } from '../posts/publications-store.ts'
import { readPublication } from '../posts/read-posts.ts'
import { resolvePublication } from '../posts/resolve-publication.ts'
import { retryPublication } from '../posts/retry-post.ts'
import type { ApiParts, App } from './api-parts.ts'
import { presentEvent, presentPublication } from './present.ts'
import { authorOf, callerOf } from './request.ts'

const ById = z.object({ id: z.uuid() })
const schema = { params: ById, response: { 200: Publication } }

export function publicationRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/publications/:id', { schema }, async (request) => read(callerOf(request).workspaceId, request.params.id))

  app.post('/publications/:id/retry', { schema }, async (request) => {
    const { workspaceId } = callerOf(request)
    await retryPublication(ctx, workspaceId, request.params.id)
    return read(workspaceId, request.params.id)
  })

  app.post('/publications/:id/cancel', { schema }, async (request) => {
    const { workspaceId } = callerOf(request)
    await cancelPublication(ctx, workspaceId, request.params.id)
    return read(workspaceId, request.params.id)
  })

  app.post('/publications/:id/resolve', { schema: { ...schema, body: ResolvePublication } }, async (request) => {
    const { workspaceId, name } = authorOf(request)
    await resolvePublication(ctx, workspaceId, { id: request.params.id, outcome: request.body.outcome, by: name })
    return read(workspaceId, request.params.id)
  })

  app.get(
    '/publications/:id/events',
    { schema: { params: ById, response: { 200: listOf(PublicationEvent) } } },
    async (request) => {
      const { workspaceId } = callerOf(request)
      if (!(await findPublication(ctx.db, workspaceId, request.params.id))) throw notFound('publication')
      const events = await listEvents(ctx.db, workspaceId, request.params.id)
      return { items: events.map(presentEvent), nextCursor: null }
    },
  )

  async function read(workspaceId: string, id: string) {
    const publication = await findPublication(ctx.db, workspaceId, id)
    if (!publication) throw notFound('publication')
    return presentPublication(await readPublication(ctx, publication))
  }
}
