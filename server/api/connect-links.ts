import { z } from 'zod'
import { ConnectInvitation, ConnectLink, CreateConnectLink, CreatedConnectLink } from '#shared/api/connect-links.ts'
import { ListQuery, listOf } from '#shared/api/lists.ts'
import { REQUESTED_SCOPES } from '../accounts/capabilities.ts'
import { beginByLink, newVisit } from '../accounts/connect-by-link.ts'
import { createConnectLink, linkPath, linkStatus, readOpenLink, revokeConnectLink } from '../accounts/connect-link.ts'
import { type ListedLink, listLinks } from '../accounts/connect-links-store.ts'
import { AppError } from '../errors.ts'
import type { ApiParts, App } from './api-parts.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import { linkCookie, readLinkCookie } from './link-cookie.ts'
import { callerOf } from './request.ts'

/** Tokens cannot be guessed; this keeps somebody who tries from keeping the database busy. */
const PUBLIC_TRIES = { max: 60, timeWindow: '1 minute' }

const ById = z.object({ id: z.uuid() })
const ByToken = z.object({ token: z.string() })

export function connectLinkRoutes(app: App, { ctx }: ApiParts): void {
  app.post(
    '/connect-links',
    { schema: { body: CreateConnectLink, response: { 201: CreatedConnectLink } } },
    async (request, reply) => {
      const { workspaceId, name } = callerOf(request)
      const { label, expiresInHours } = request.body
      const link = await createConnectLink(ctx, {
        workspaceId,
        createdByName: name,
        label: label || null,
        expiresInHours,
      })
      return reply.code(201).send({ ...link, expiresAt: link.expiresAt.toISOString() })
    },
  )

  app.get(
    '/connect-links',
    { schema: { querystring: ListQuery, response: { 200: listOf(ConnectLink) } } },
    async (request) => {
      const { limit, cursor } = request.query
      const before = decodeCursor(cursor)
      const links = await listLinks(ctx.db, callerOf(request).workspaceId, { limit: limit + 1, before })
      const page = pageOf(links, limit)
      return { items: page.rows.map((link) => presentLink(link, ctx.clock.now())), nextCursor: page.nextCursor }
    },
  )

  app.delete(
    '/connect-links/:id',
    { schema: { params: ById, response: { 204: z.null() } } },
    async (request, reply) => {
      await revokeConnectLink(ctx, callerOf(request).workspaceId, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/connect/:token',
    {
      schema: { params: ByToken, response: { 200: ConnectInvitation }, security: [] },
      config: { rateLimit: PUBLIC_TRIES },
    },
    async (request) => {
      const { workspaceName, createdByName, expiresAt } = await readOpenLink(ctx, request.params.token)
      return {
        workspaceName,
        invitedBy: createdByName,
        scopes: REQUESTED_SCOPES,
        expiresAt: expiresAt.toISOString(),
      }
    },
  )

  app.get(
    '/connect/:token/authorize',
    { schema: { params: ByToken, security: [] }, config: { rateLimit: PUBLIC_TRIES } },
    async (request, reply) => {
      const { token } = request.params
      const earlier = readLinkCookie(request.headers.cookie)
      // The same browser may begin twice, in two tabs: both attempts are its own.
      const visit = earlier?.token === token ? earlier : newVisit(token)
      const consentUrl = await beginByLink(ctx, visit).catch((error: unknown) => {
        if (error instanceof AppError) return null
        throw error
      })
      // A browser stands here: the page of a closed link says in words what became of it.
      if (consentUrl === null) return reply.redirect(new URL(linkPath(token), ctx.config.appUrl).href)
      const isHttps = ctx.config.appUrl.startsWith('https:')
      return reply.header('set-cookie', linkCookie(visit, { isHttps })).redirect(consentUrl)
    },
  )
}

function presentLink(link: ListedLink, now: Date): ConnectLink {
  const { id, label, createdByName, createdAt, expiresAt, usedAt, usedByAccountId, accountName, accountUsername } = link
  return {
    id,
    label,
    createdBy: createdByName,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    status: linkStatus(link, now),
    usedAt: usedAt?.toISOString() ?? null,
    account: usedByAccountId
      ? { id: usedByAccountId, displayName: accountName ?? '', username: accountUsername }
      : null,
  }
}
