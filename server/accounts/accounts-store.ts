import type { Insertable, Updateable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { AccountRow, AccountsTable } from '../db/tables.ts'

export async function listAccounts(tx: DbOrTx, workspaceId: string): Promise<AccountRow[]> {
  return tx
    .selectFrom('accounts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .orderBy('displayName')
    .orderBy('id')
    .execute()
}

export async function findAccount(tx: DbOrTx, workspaceId: string, id: string): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('accounts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function getAccount(tx: DbOrTx, id: string): Promise<AccountRow> {
  return tx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** The account's row, kept for this transaction: whoever asks for it next waits. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow> {
  return tx.selectFrom('accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

/** Adds the account, or takes over what a new consent says of the one that was there. */
export async function upsertAccount(tx: Tx, account: Insertable<AccountsTable>): Promise<AccountRow> {
  const { workspaceId, openId, id, ...fresh } = account
  return tx
    .insertInto('accounts')
    .values({ workspaceId, openId, ...(id && { id }), ...fresh })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'openId']).doUpdateSet(fresh))
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function findAccountByOpenId(
  tx: DbOrTx,
  workspaceId: string,
  openId: string,
): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('accounts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('openId', '=', openId)
    .executeTakeFirst()
}

/** The same TikTok account may be connected in several workspaces. */
export async function listAccountsByOpenId(tx: DbOrTx, openId: string): Promise<AccountRow[]> {
  return tx.selectFrom('accounts').selectAll().where('openId', '=', openId).execute()
}

export async function updateAccount(tx: DbOrTx, id: string, change: Updateable<AccountsTable>): Promise<AccountRow> {
  return tx.updateTable('accounts').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}
