import { type Insertable, sql, type Updateable } from 'kysely'
import type { AccountStatus, Capability } from '#shared/api/accounts.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { AccountRow, AccountsTable } from '../db/tables.ts'
import type { LearnedCap } from '../limits/daily-cap.ts'

/** The scope behind each capability: mirrors `capabilitiesOf`. */
const scopeOf: Record<Capability, string> = {
  directPost: 'video.publish',
  draft: 'video.upload',
  listVideos: 'video.list',
  stats: 'user.info.stats',
}

export type AccountsFilter = {
  status?: AccountStatus | undefined
  capability?: Capability | undefined
  search?: string | undefined
  limit: number
  /** The last account of the page before. */
  afterId?: string | undefined
}

/** Accounts of the workspace by name. */
export async function listAccounts(tx: DbOrTx, workspaceId: string, filter: AccountsFilter): Promise<AccountRow[]> {
  const { status, capability, search, afterId, limit } = filter
  let query = tx.selectFrom('accounts').selectAll().where('workspaceId', '=', workspaceId)
  if (status) query = query.where('status', '=', status)
  if (capability) query = query.where(sql<boolean>`${scopeOf[capability]} = any (scopes)`)
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`(display_name ilike ${pattern} or username ilike ${pattern})`)
  }
  if (afterId)
    query = query.where(
      sql<boolean>`(lower(display_name), id) > (
        select lower(display_name), id from accounts where id = ${afterId} and workspace_id = ${workspaceId}
      )`,
    )
  return query.orderBy(sql`lower(display_name)`).orderBy('id').limit(limit).execute()
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

export async function findAccountById(tx: DbOrTx, id: string): Promise<AccountRow | undefined> {
  return tx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The account's row, kept for this transaction: whoever asks for it next waits. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow> {
  return tx.selectFrom('accounts').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow()
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

export async function listAccountsByIds(tx: DbOrTx, ids: string[]): Promise<AccountRow[]> {
  return tx.selectFrom('accounts').selectAll().where('id', 'in', ids).execute()
}

/** The same TikTok account may be connected in several workspaces. */
export async function listAccountsByOpenId(tx: DbOrTx, openId: string): Promise<AccountRow[]> {
  return tx.selectFrom('accounts').selectAll().where('openId', '=', openId).execute()
}

export async function updateAccount(tx: DbOrTx, id: string, change: Updateable<AccountsTable>): Promise<AccountRow> {
  return tx.updateTable('accounts').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}

/** Of these accounts those whose creator may not post so long a video, where TikTok has said so since then. */
export async function accountsBelowDuration(
  tx: DbOrTx,
  ids: readonly string[],
  { durationMs, since }: { durationMs: number; since: Date },
): Promise<AccountRow[]> {
  return tx
    .selectFrom('accounts')
    .selectAll()
    .where('id', 'in', ids)
    .where('maxVideoDurationAt', '>', since)
    .where(sql<number>`max_video_duration_s * 1000`, '<', durationMs)
    .execute()
}

/** What TikTok's refusals taught about a creator, kept with each of their accounts, whatever the workspace. */
export async function learnDailyPosts(
  tx: Tx,
  openId: string,
  { limit, since, until }: LearnedCap,
): Promise<{ id: string; workspaceId: string }[]> {
  return tx
    .updateTable('accounts')
    .set({ learnedPosts: limit, learnedPostsSince: since, learnedPostsUntil: until })
    .where('openId', '=', openId)
    .returning(['id', 'workspaceId'])
    .execute()
}
