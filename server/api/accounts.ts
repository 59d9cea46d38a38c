import { z } from 'zod'
import { Account, AccountsQuery, AccountVideo, CreatorInfo } from '#shared/api/accounts.ts'
import { ListQuery, listOf } from '#shared/api/lists.ts'
import { listVideos } from '../accounts/account-videos-store.ts'
import { findAccount, listAccounts } from '../accounts/accounts-store.ts'
import { readAvatar } from '../accounts/avatar.ts'
import { disconnectAccount } from '../accounts/disconnect-account.ts'
import { readAccount, readAccounts } from '../accounts/read-accounts.ts'
import { readCreatorInfo } from '../accounts/read-creator-info.ts'
import { refreshToken } from '../accounts/refresh-token.ts'
import { syncNow } from '../accounts/sync-now.ts'
import { notFound } from '../errors.ts'
import type { ApiParts, App } from './api-parts.ts'
import { accountCursors, cutPage, videoCursors } from './cursor.ts'
import { presentAccount, presentAccountVideo } from './present.ts'
import { callerOf } from './request.ts'

const ById = z.object({ id: z.uuid() })

export function accountRoutes(app: App, { ctx }: ApiParts): void {
  const find = async (workspaceId: string, id: string) => {
    const account = await findAccount(ctx.db, workspaceId, id)
    if (!account) throw notFound('account')
    return account
  }
  const show = async (workspaceId: string, id: string) =>
    presentAccount(await readAccount(ctx, await find(workspaceId, id)))

  app.get(
    '/accounts',
    { schema: { querystring: AccountsQuery, response: { 200: listOf(Account) } } },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const rows = await listAccounts(ctx.db, callerOf(request).workspaceId, {
        ...filter,
        limit: limit + 1,
        afterId: accountCursors.decode(cursor)?.id,
      })
      const page = cutPage(rows, limit, ({ id }) => accountCursors.encode({ id }))
      return { items: (await readAccounts(ctx, page.rows)).map(presentAccount), nextCursor: page.nextCursor }
    },
  )

  app.get('/accounts/:id', { schema: { params: ById, response: { 200: Account } } }, async (request) =>
    show(callerOf(request).workspaceId, request.params.id),
  )

  app.delete('/accounts/:id', { schema: { params: ById, response: { 204: z.null() } } }, async (request, reply) => {
    await disconnectAccount(ctx, await find(callerOf(request).workspaceId, request.params.id))
    return reply.code(204).send(null)
  })

  app.post('/accounts/:id/sync', { schema: { params: ById, response: { 200: Account } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    await syncNow(ctx, await find(workspaceId, request.params.id))
    return show(workspaceId, request.params.id)
  })

  app.post('/accounts/:id/refresh-token', { schema: { params: ById, response: { 200: Account } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    const account = await find(workspaceId, request.params.id)
    await refreshToken(ctx, account.id, { force: true })
    return show(workspaceId, account.id)
  })

  app.get('/accounts/:id/creator-info', { schema: { params: ById, response: { 200: CreatorInfo } } }, async (request) =>
    readCreatorInfo(ctx, await find(callerOf(request).workspaceId, request.params.id)),
  )

  app.get(
    '/accounts/:id/videos',
    { schema: { params: ById, querystring: ListQuery, response: { 200: listOf(AccountVideo) } } },
    async (request) => {
      const { limit, cursor } = request.query
      const { id } = await find(callerOf(request).workspaceId, request.params.id)
      const rows = await listVideos(ctx.db, id, { limit: limit + 1, before: videoCursors.decode(cursor) })
      const page = cutPage(rows, limit, ({ createdAt, videoId }) => videoCursors.encode({ createdAt, videoId }))
      return { items: page.rows.map(presentAccountVideo), nextCursor: page.nextCursor }
    },
  )

  app.get('/accounts/:id/avatar', { schema: { params: ById } }, async (request, reply) => {
    const account = await find(callerOf(request).workspaceId, request.params.id)
    const etag = `"${account.avatarSha256}"`
    if (account.avatarSha256 && request.headers['if-none-match'] === etag) return reply.code(304).send()
    const picture = await readAvatar(ctx, account)
    if (!picture) throw notFound('picture')
    return reply
      .type(account.avatarType ?? 'application/octet-stream')
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('etag', etag)
      .send(picture)
  })
}
