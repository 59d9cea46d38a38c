import { z } from 'zod'
import { listOf } from '#shared/api/lists.ts'
import { CreatePost, Post, PostsQuery, PublishNow, SchedulePost, UpdatePost } from '#shared/api/posts.ts'
import { notFound } from '../errors.ts'
import { cancelPost } from '../posts/cancel-post.ts'
import { composePost, editPost, removePost } from '../posts/compose-post.ts'
import { listPosts } from '../posts/list-posts.ts'
import { findPost } from '../posts/posts-store.ts'
import { type PostView, readPosts } from '../posts/read-posts.ts'
import { schedulePost } from '../posts/schedule-post.ts'
import type { ApiParts, App } from './api-parts.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import { presentPost, presentPublication } from './present.ts'
import { authorOf, callerOf } from './request.ts'

const ById = z.object({ id: z.uuid() })

export function postRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/posts', { schema: { querystring: PostsQuery, response: { 200: listOf(Post) } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    const { limit, cursor, ...filter } = request.query
    const rows = await listPosts(ctx.db, workspaceId, { ...filter, limit: limit + 1, before: decodeCursor(cursor) })
    const page = pageOf(rows, limit)
    return { items: (await readPosts(ctx, workspaceId, page.rows)).map(present), nextCursor: page.nextCursor }
  })

  app.post(
    '/posts',
    { schema: { body: CreatePost, response: { 201: Post } }, config: { savesKey: true } },
    async (request, reply) => {
      const author = authorOf(request)
      const { id } = await composePost(ctx, author, request.body, request.idempotencyKey)
      return reply.code(201).send(await read(author.workspaceId, id))
    },
  )

  app.get('/posts/:id', { schema: { params: ById, response: { 200: Post } } }, async (request) =>
    read(callerOf(request).workspaceId, request.params.id),
  )

  app.patch('/posts/:id', { schema: { params: ById, body: UpdatePost, response: { 200: Post } } }, async (request) => {
    const author = authorOf(request)
    await editPost(ctx, author, request.params.id, request.body)
    return read(author.workspaceId, request.params.id)
  })

  app.delete('/posts/:id', { schema: { params: ById, response: { 204: z.null() } } }, async (request, reply) => {
    await removePost(ctx, callerOf(request).workspaceId, request.params.id)
    return reply.code(204).send(null)
  })

  app.post(
    '/posts/:id/schedule',
    { schema: { params: ById, body: SchedulePost, response: { 200: Post } } },
    async (request) => {
      const author = authorOf(request)
      await schedulePost(ctx, author, request.params.id, request.body)
      return read(author.workspaceId, request.params.id)
    },
  )

  app.post(
    '/posts/:id/publish',
    { schema: { params: ById, body: PublishNow.nullish(), response: { 200: Post } } },
    async (request) => {
      const author = authorOf(request)
      await schedulePost(ctx, author, request.params.id, { ...request.body, publishAt: 'now' })
      return read(author.workspaceId, request.params.id)
    },
  )

  app.post('/posts/:id/cancel', { schema: { params: ById, response: { 200: Post } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    await cancelPost(ctx, workspaceId, request.params.id)
    return read(workspaceId, request.params.id)
  })

  async function read(workspaceId: string, id: string) {
    const post = await findPost(ctx.db, workspaceId, id)
    const [view] = post ? await readPosts(ctx, workspaceId, [post]) : []
    if (!view) throw notFound('post')
    return present(view)
  }

  function present({ post, mediaIds, publications }: PostView) {
    return presentPost(post, mediaIds, publications.map(presentPublication))
  }
}
