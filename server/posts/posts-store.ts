import { type Insertable, sql, type Updateable } from 'kysely'
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

/** Whoever else asks for this key waits until the transaction ends. */
export async function lockKey(tx: Tx, workspaceId: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`post:${workspaceId}:${key}`}, 0))`.execute(tx)
}

export async function findPostByKey(tx: Tx, workspaceId: string, key: string): Promise<PostRow | undefined> {
  return tx
    .selectFrom('posts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('idempotencyKey', '=', key)
    .executeTakeFirst()
}

export async function dropKeyOf(tx: Tx, postId: string): Promise<void> {
  await tx.updateTable('posts').set({ idempotencyKey: null, requestHash: null }).where('id', '=', postId).execute()
}

export async function listPostsByIds(tx: DbOrTx, ids: string[]): Promise<PostRow[]> {
  return tx.selectFrom('posts').selectAll().where('id', 'in', ids).execute()
}

/**
 * The post's row, kept for this transaction. Its key stays free: a worker that writes a publication of it, twice in one
 * transaction, has PostgreSQL look whether the post is still there, and must not wait for whoever waits for that publication.
 */
export async function lockPost(tx: Tx, workspaceId: string, id: string): Promise<PostRow | undefined> {
  return tx
    .selectFrom('posts')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
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
