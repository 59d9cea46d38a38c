import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { listActive } from './refresh-store.ts'
import { refreshDueAt } from './refresh-times.ts'
import { refreshToken } from './refresh-token.ts'

export type FleetCounts = { total: number; due: number; refreshed: number; failed: number }

const PAGE = 500
const SIDE_BY_SIDE = 16

/** Refreshes every active account that is due, whatever failed before; a dry run only counts. */
export async function refreshFleet(ctx: Context, { isDryRun }: { isDryRun: boolean }): Promise<FleetCounts> {
  const counts = { total: 0, due: 0, refreshed: 0, failed: 0 }
  for await (const page of pages(ctx)) {
    const due = page.filter((account) => isDue(account, ctx.clock.now()))
    counts.total += page.length
    counts.due += due.length
    if (!isDryRun) await refreshAll(ctx, due, counts)
  }
  return counts
}

function isDue(account: AccountRow, now: Date): boolean {
  return refreshDueAt(account) <= now || (account.refreshAt !== null && account.refreshAt <= now)
}

async function* pages(ctx: Context): AsyncGenerator<AccountRow[]> {
  let lastId: string | null = null
  for (;;) {
    const page: AccountRow[] = await listActive(ctx.db, lastId, PAGE)
    if (page.length === 0) return
    yield page
    lastId = page.at(-1)?.id ?? null
  }
}

async function refreshAll(ctx: Context, due: AccountRow[], counts: FleetCounts): Promise<void> {
  const waiting = due.values()
  const work = async () => {
    for (const account of waiting) {
      try {
        await refreshToken(ctx, account.id, { force: true, since: account })
        counts.refreshed++
      } catch (err) {
        ctx.log.warn({ err, accountId: account.id }, 'The tokens of an account could not be refreshed')
        counts.failed++
      }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
}
