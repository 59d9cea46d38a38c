import { HistoryQuery, PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { invalidInput } from '../errors.ts'
import { listHistory } from '../events/events-store.ts'
import type { ApiParts, App } from './api-parts.ts'
import { presentEvent } from './present.ts'
import { callerOf } from './request.ts'

/** A comment line so often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 20_000
/** A reader that is this far behind is let go; its browser connects again and reads everything anew. */
const MAX_BACKLOG_BYTES = 1024 * 1024

export function eventRoutes(app: App, { ctx, feed }: ApiParts): void {
  app.get(
    '/history',
    { schema: { querystring: HistoryQuery, response: { 200: listOf(PublicationEvent) } } },
    async (request) => {
      const { cursor, limit, ...filter } = request.query
      const beforeId = cursor === undefined ? undefined : Number(cursor)
      if (beforeId !== undefined && !Number.isSafeInteger(beforeId))
        throw invalidInput({ path: 'cursor', message: 'This cursor is not one of ours.' })
      const rows = await listHistory(ctx.db, callerOf(request).workspaceId, { ...filter, limit: limit + 1, beforeId })
      const items = rows.slice(0, limit).map(presentEvent)
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  app.get('/events', { schema: { produces: ['text/event-stream'] } }, (request, reply) => {
    const { workspaceId } = callerOf(request)
    reply.hijack()
    const { raw } = reply
    if (raw.destroyed) return
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' })
    raw.write('retry: 2000\n\n')
    const unsubscribe = feed.subscribe(workspaceId, {
      onEvent: (event) => {
        if (raw.writableLength > MAX_BACKLOG_BYTES) raw.destroy()
        else raw.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      },
      onLost: () => raw.destroy(),
    })
    const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS)
    raw.on('close', () => {
      clearInterval(keepAlive)
      unsubscribe()
    })
  })
}
