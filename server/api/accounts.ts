import { z } from 'zod'
import { Account, CreatorInfo } from '#shared/api/accounts.ts'
import { listOf } from '#shared/api/lists.ts'
import { refreshToken } from '../accounts/access-token.ts'
import { findAccount, listAccounts } from '../accounts/accounts-store.ts'
import { disconnectAccount } from '../accounts/disconnect-account.ts'
import { readCreatorInfo } from '../accounts/read-creator-info.ts'
import { syncProfile } from '../accounts/sync-profile.ts'
import { notFound } from '../errors.ts'
import type { ApiParts, App } from './app.ts'
import { presentAccount } from './present.ts'
import { callerOf } from './request.ts'

const ById = z.object({ id: z.uuid() })

export function accountRoutes(app: App, { ctx }: ApiParts): void {
  const find = async (workspaceId: string, id: string) => {
    const account = await findAccount(ctx.db, workspaceId, id)
    if (!account) throw notFound('account')
    return account
  }

  app.get('/accounts', { schema: { response: { 200: listOf(Account) } } }, async (request) => {
    const accounts = await listAccounts(ctx.db, callerOf(request).workspaceId)
    return { items: accounts.map(presentAccount), nextCursor: null }
  })

  app.get('/accounts/:id', { schema: { params: ById, response: { 200: Account } } }, async (request) =>
    presentAccount(await find(callerOf(request).workspaceId, request.params.id)),
  )

  app.delete('/accounts/:id', { schema: { params: ById, response: { 204: z.null() } } }, async (request, reply) => {
    await disconnectAccount(ctx, await find(callerOf(request).workspaceId, request.params.id))
    return reply.code(204).send(null)
  })

  app.post('/accounts/:id/sync', { schema: { params: ById, response: { 200: Account } } }, async (request) =>
    presentAccount(await syncProfile(ctx, await find(callerOf(request).workspaceId, request.params.id))),
  )

  app.post('/accounts/:id/refresh-token', { schema: { params: ById, response: { 200: Account } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    const account = await find(workspaceId, request.params.id)
    await refreshToken(ctx, account.id, { force: true })
    return presentAccount(await find(workspaceId, account.id))
  })

  app.get('/accounts/:id/creator-info', { schema: { params: ById, response: { 200: CreatorInfo } } }, async (request) =>
    readCreatorInfo(ctx, await find(callerOf(request).workspaceId, request.params.id)),
  )
}
