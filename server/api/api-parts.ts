import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Auth } from '../auth/auth.ts'
import type { Context } from '../context.ts'
import type { WorkspaceFeed } from '../events/workspace-feed.ts'

/** Fastify as our routes see it: bodies, queries and replies are typed by their zod schemas. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What every group of routes gets. */
export type ApiParts = { ctx: Context; auth: Auth; feed: WorkspaceFeed }
