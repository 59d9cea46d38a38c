import { Capacity, CapacityQuery } from '#shared/api/capacity.ts'
import { findAccount, listAccounts } from '../accounts/accounts-store.ts'
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
    const { rows, nextCursor } = await listPage(workspaceId, request.query)
    const { app, accounts } = await readCapacity(ctx, workspaceId, { accounts: rows, from, to })
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      app: app && { ...app, firstFreeAt: app.firstFreeAt.toISOString() },
      items: accounts.map(presentAccountCapacity),
      nextCursor,
    }
  })

  async function listPage(workspaceId: string, { accountId, limit, cursor }: CapacityQuery) {
    if (accountId) {
      const account = await findAccount(ctx.db, workspaceId, accountId)
      if (!account) throw notFound('account', 'accountId')
      return { rows: [account], nextCursor: null }
    }
    const afterId = accountCursors.decode(cursor)?.id
    const accounts = await listAccounts(ctx.db, workspaceId, { limit: limit + 1, afterId })
    return cutPage(accounts, limit, ({ id }) => accountCursors.encode({ id }))
  }
}

function rangeOf(query: Pick<CapacityQuery, 'from' | 'to'>, now: Date): { from: Date; to: Date } {
  const from = query.from ? new Date(query.from) : now
  const to = query.to ? new Date(query.to) : after(from, DAY_MS)
  if (to <= from) throw invalidInput({ path: 'to', message: 'Give a time after "from".' })
  return { from, to }
}
