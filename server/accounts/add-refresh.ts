import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'

/** The job that refreshes the account's tokens at `refreshAt`, born in the transaction that saves that moment. */
export async function addRefresh(ctx: Context, tx: DbOrTx, { id, refreshAt }: AccountRow): Promise<void> {
  if (refreshAt) await ctx.jobs.add(tx, 'refresh-token', { accountId: id }, { runAt: refreshAt })
}
