import { z } from 'zod'
import { listOf } from '#shared/api/lists.ts'
import { ApiKey, CreateApiKey, CreatedApiKey } from '#shared/api/session.ts'
import { createApiKey, deleteApiKey, listApiKeys } from '../auth/api-keys.ts'
import { AppError } from '../errors.ts'
import type { ApiParts, App } from './api-parts.ts'
import { callerOf } from './request.ts'

export function apiKeyRoutes(app: App, { ctx, auth }: ApiParts): void {
  app.get('/api-keys', { schema: { response: { 200: listOf(ApiKey) } } }, async (request) => {
    const keys = await listApiKeys(ctx.db, callerOf(request).workspaceId)
    const items = keys.map(({ id, name, start, createdAt, lastRequest }) => ({
      id,
      name: name ?? '',
      start,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastRequest?.toISOString() ?? null,
    }))
    return { items, nextCursor: null }
  })

  app.post(
    '/api-keys',
    { schema: { body: CreateApiKey, response: { 201: CreatedApiKey } } },
    async (request, reply) => {
      const { user, workspaceId } = callerOf(request)
      if (!user)
        throw new AppError('forbidden', 'An API key cannot make another one.', {
          remedy: 'Sign in and make it under Settings.',
        })
      return reply.code(201).send(await createApiKey(auth, { name: request.body.name, userId: user.id, workspaceId }))
    },
  )

  app.delete(
    '/api-keys/:id',
    { schema: { params: z.object({ id: z.uuid() }), response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteApiKey(ctx.db, callerOf(request).workspaceId, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
