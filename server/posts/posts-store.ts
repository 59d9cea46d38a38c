import { type Insertable, sql, type Updateable } from 'kysely'
import type { PostStatus } from '#shared/post-status.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { PostRow, PostsTable, PublicationsTable } from '../db/tables.ts'

export async function insertPost(tx: Tx, post: Insertable<PostsTable>, mediaIds: string[]): Promise<PostRow> {
  const row = await tx.insertInto('posts').values(post).returningAll().executeTakeFirstOrThrow()
  await insertPostMedia(tx, row.id, mediaIds)
  return row
}

export async function insertPostMedia(tx: Tx, postId: string, mediaIds: string[]): Promise<void> {
  await tx.deleteFrom('postMedia').where('postId', '=', postId).execute()
  if (mediaIds.length === 0) return
  await tx
    .insertInto('postMedia')
    .values(mediaIds.map((mediaId, position) => ({ postId, position, mediaId })))
    .execute()
}

export async function insertPublications(tx: Tx, publications: Insertable<PublicationsTable>[]): Promise<void> {
  if (publications.length > 0) await tx.insertInto('publications').values(publications).execute()
}

export async function findPost(tx: DbOrTx, workspaceId: string, id: string): Promise<PostRow | undefined> {
  return tx
    .selectFrom('posts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function listPostsByIds(tx: DbOrTx, ids: string[]): Promise<PostRow[]> {
  return tx.selectFrom('posts').selectAll().where('id', 'in', ids).execute()
}

/** The post's row, kept for this transaction. */
export async function lockPost(tx: Tx, workspaceId: string, id: string): Promise<PostRow | undefined> {
  return tx
    .selectFrom('posts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updatePost(tx: Tx, id: string, change: Updateable<PostsTable>): Promise<void> {
  await tx.updateTable('posts').set(change).where('id', '=', id).execute()
}

export async function deletePost(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('posts').where('id', '=', id).execute()
}

export async function mediaIdsOf(tx: DbOrTx, postIds: string[]): Promise<Map<string, string[]>> {
  const rows =
    postIds.length === 0
      ? []
      : await tx.selectFrom('postMedia').selectAll().where('postId', 'in', postIds).orderBy('position').execute()
  return rows.reduce(
    (byPost, row) => byPost.set(row.postId, [...(byPost.get(row.postId) ?? []), row.mediaId]),
    new Map<string, string[]>(),
  )
}

/** A post's publication statuses that lead to each derived status: mirrors `postStatus` in shared/post-status.ts. */
const statusFilters: Record<PostStatus, ReturnType<typeof sql<boolean>>> = {
  attention: sql`bool_or(status in ('held', 'unconfirmed'))`,
  cancelled: sql`bool_and(status = 'cancelled')`,
  publishing: sql`not bool_or(status in ('held', 'unconfirmed')) and (bool_or(status in ('publishing', 'processing'))
    or (bool_or(status = 'scheduled') and bool_or(status in ('published', 'inbox'))))`,
  scheduled: sql`bool_or(status = 'scheduled')
    and not bool_or(status in ('held', 'unconfirmed', 'publishing', 'processing', 'published', 'inbox'))`,
  draft: sql`bool_or(status = 'draft') and bool_and(status in ('draft', 'cancelled'))`,
  published: sql`bool_or(status in ('published', 'inbox')) and bool_and(status in ('published', 'inbox', 'cancelled'))`,
  failed: sql`bool_or(status = 'failed') and bool_and(status in ('failed', 'cancelled'))`,
  partial: sql`not bool_or(status in ('held', 'unconfirmed', 'publishing', 'processing', 'scheduled'))
    and count(distinct status) filter (where status <> 'cancelled') > 1
    and not bool_and(status in ('published', 'inbox', 'cancelled'))`,
}

export type PostsFilter = {
  status?: PostStatus | undefined
  accountId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  before?: { createdAt: Date; id: string } | undefined
}

/** Posts of the workspace, newest first. `from` and `to` are about the time of publishing. */
export async function listPosts(tx: DbOrTx, workspaceId: string, filter: PostsFilter): Promise<PostRow[]> {
  let query = tx.selectFrom('posts').selectAll('posts').where('posts.workspaceId', '=', workspaceId)
  const { before, status, accountId, from, to } = filter
  if (before) query = query.where(sql<boolean>`(posts.created_at, posts.id) < (${before.createdAt}, ${before.id})`)
  if (from) query = query.where('posts.publishAt', '>=', new Date(from))
  if (to) query = query.where('posts.publishAt', '<', new Date(to))
  if (accountId)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('publications')
          .select('publications.id')
          .whereRef('publications.postId', '=', 'posts.id')
          .where('publications.accountId', '=', accountId),
      ),
    )
  if (status)
    query = query.where(
      sql<boolean>`coalesce((select ${statusFilters[status]} from publications where publications.post_id = posts.id), ${status === 'draft'})`,
    )
  return query.orderBy('posts.createdAt', 'desc').orderBy('posts.id', 'desc').limit(filter.limit).execute()
}
