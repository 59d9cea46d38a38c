import { Capacity, CapacityQuery } from '#shared/api/capacity.ts'
import { findAccount } from '../accounts/accounts-store.ts'
import { after } from '../clock.ts'
import { invalidInput, notFound } from '../errors.ts'
import { readCapacity } from '../posts/read-capacity.ts'
import type { ApiParts, App } from './api-parts.ts'
import { accountCursors, cutPage } from './cursor.ts'
import { presentAccountCapacity } from './present.ts'
import { callerOf } from './request.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function capacityRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/capacity', { schema: { querystring: CapacityQuery, response: { 200: Capacity } } }, async (request) => {
    const { workspaceId } = callerOf(request)
    const { from, to } = rangeOf(request.query, ctx.clock.now())
    const { accountId, limit, cursor } = request.query
    if (accountId && !(await findAccount(ctx.db, workspaceId, accountId))) throw notFound('account', 'accountId')
    const { app, accounts } = await readCapacity(ctx, workspaceId, {
      from,
      to,
      ...(accountId && { accountIds: [accountId] }),
      limit: limit + 1,
      afterId: accountCursors.decode(cursor)?.id,
    })
    const page = cutPage(accounts, limit, ({ account: { id } }) => accountCursors.encode({ id }))
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      app: app && { ...app, firstFreeAt: app.firstFreeAt.toISOString() },
      items: page.rows.map(presentAccountCapacity),
      nextCursor: page.nextCursor,
    }
  })
}

function rangeOf(query: Pick<CapacityQuery, 'from' | 'to'>, now: Date): { from: Date; to: Date } {
  const from = query.from ? new Date(query.from) : now
  const to = query.to ? new Date(query.to) : after(from, DAY_MS)
  if (to <= from) throw invalidInput({ path: 'to', message: 'Give a time after "from".' })
  return { from, to }
}
