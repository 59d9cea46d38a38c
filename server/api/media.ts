import { z } from 'zod'
import { ListQuery, listOf } from '#shared/api/lists.ts'
import { AccountChecks, AccountChecksQuery, Media } from '#shared/api/media.ts'
import { notFound } from '../errors.ts'
import { fixMedia } from '../media/fix-media.ts'
import { findMedia, listMedia } from '../media/media-store.ts'
import { publicFileOf } from '../media/public-file.ts'
import { removeMedia } from '../media/remove-media.ts'
import { readAccountChecks } from '../posts/read-account-checks.ts'
import { ingestForm } from '../uploads/ingest-form.ts'
import type { ApiParts, App } from './api-parts.ts'
import { inlineAs } from './content-disposition.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import { readFormFile } from './form-file.ts'
import { presentMedia } from './present.ts'
import { callerOf, uploaderOf } from './request.ts'
import { sendMedia } from './send-media.ts'

const ById = z.object({ id: z.uuid() })

export function mediaRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/media', { schema: { querystring: ListQuery, response: { 200: listOf(Media) } } }, async (request) => {
    const { limit, cursor } = request.query
    const rows = await listMedia(ctx.db, callerOf(request).workspaceId, {
      limit: limit + 1,
      before: decodeCursor(cursor),
    })
    const page = pageOf(rows, limit)
    return { items: page.rows.map(presentMedia), nextCursor: page.nextCursor }
  })

  app.post(
    '/media',
    { schema: { consumes: ['multipart/form-data'], response: { 201: Media } } },
    async (request, reply) => {
      const uploader = uploaderOf(request)
      const file = await readFormFile(request)
      const requestBytes = Number(request.headers['content-length'] ?? 0)
      const media = await ingestForm(ctx, { ...uploader, ...file, requestBytes })
      return reply.code(201).send(presentMedia(media))
    },
  )

  app.get('/media/:id', { schema: { params: ById, response: { 200: Media } } }, async (request) =>
    presentMedia(await find(callerOf(request).workspaceId, request.params.id)),
  )

  app.delete('/media/:id', { schema: { params: ById, response: { 204: z.null() } } }, async (request, reply) => {
    await removeMedia(ctx, callerOf(request).workspaceId, request.params.id)
    return reply.code(204).send(null)
  })

  app.get(
    '/media/:id/checks',
    { schema: { params: ById, querystring: AccountChecksQuery, response: { 200: listOf(AccountChecks) } } },
    async (request) => {
      const media = await find(callerOf(request).workspaceId, request.params.id)
      return { items: await readAccountChecks(ctx, media, [request.query.accountId].flat()), nextCursor: null }
    },
  )

  app.post('/media/:id/fix', { schema: { params: ById, response: { 202: Media } } }, async (request, reply) => {
    const media = await fixMedia(ctx, callerOf(request).workspaceId, request.params.id)
    return reply.code(202).send(presentMedia(media))
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:id/content',
    schema: { params: ById },
    handler: async (request, reply) => {
      const media = await find(callerOf(request).workspaceId, request.params.id)
      reply
        .header('cache-control', 'private, max-age=86400, immutable')
        .header('content-disposition', inlineAs(media.fileName))
      return sendMedia(request, reply, { storage: ctx.storage, file: { ...media, etag: `"${media.sha256}"` } })
    },
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:id/photo',
    schema: { params: ById },
    handler: async (request, reply) => {
      const media = await find(callerOf(request).workspaceId, request.params.id)
      if (!media.photo) throw notFound('image')
      reply.header('cache-control', 'private, max-age=86400, immutable')
      return sendMedia(request, reply, { storage: ctx.storage, file: publicFileOf(media) })
    },
  })

  async function find(workspaceId: string, id: string) {
    const media = await findMedia(ctx.db, workspaceId, id)
    if (!media) throw notFound('media item')
    return media
  }
}
