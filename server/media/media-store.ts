import { type Insertable, sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { MediaRow, MediaTable } from '../db/tables.ts'

export async function insertMedia(tx: DbOrTx, media: Insertable<MediaTable>): Promise<MediaRow> {
  return tx.insertInto('media').values(media).returningAll().executeTakeFirstOrThrow()
}

export async function findMedia(tx: DbOrTx, workspaceId: string, id: string): Promise<MediaRow | undefined> {
  return tx
    .selectFrom('media')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Of any workspace: for a caller who proved another way that they may have it. */
export async function getMedia(tx: DbOrTx, id: string): Promise<MediaRow | undefined> {
  return tx.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findMediaByIds(tx: DbOrTx, workspaceId: string, ids: string[]): Promise<MediaRow[]> {
  if (ids.length === 0) return []
  return tx.selectFrom('media').selectAll().where('workspaceId', '=', workspaceId).where('id', 'in', ids).execute()
}

/** The media of each post in their order. */
export async function mediaOfPosts(tx: DbOrTx, postIds: string[]): Promise<Map<string, MediaRow[]>> {
  const rows = await tx
    .selectFrom('media')
    .innerJoin('postMedia', 'postMedia.mediaId', 'media.id')
    .selectAll('media')
    .select('postMedia.postId')
    .where('postMedia.postId', 'in', postIds)
    .orderBy('postMedia.postId')
    .orderBy('postMedia.position')
    .execute()
  const byPost = new Map<string, MediaRow[]>()
  for (const { postId, ...media } of rows) byPost.set(postId, [...(byPost.get(postId) ?? []), media])
  return byPost
}

export async function listMedia(
  tx: DbOrTx,
  workspaceId: string,
  { limit, before }: { limit: number; before?: { createdAt: Date; id: string } | undefined },
): Promise<MediaRow[]> {
  let query = tx.selectFrom('media').selectAll().where('workspaceId', '=', workspaceId)
  if (before) query = query.where(sql<boolean>`(created_at, id) < (${before.createdAt}, ${before.id})`)
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export type PictureColumn = 'hasThumbnail' | 'hasStrip'

/** Notes for all that share a stored file whether there is a picture of it. False: none of them is left. */
export async function notePicture(
  tx: Tx,
  storageKey: string,
  { column, isMade }: { column: PictureColumn; isMade: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('media')
    .set({ [column]: isMade })
    .where('storageKey', '=', storageKey)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** A ready item of the workspace with the same content. */
export async function findSameContent(
  tx: DbOrTx,
  { workspaceId, sha256 }: Pick<MediaRow, 'workspaceId' | 'sha256'>,
): Promise<MediaRow | undefined> {
  return tx
    .selectFrom('media')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('sha256', '=', sha256)
    .where('status', '=', 'ready')
    .limit(1)
    .executeTakeFirst()
}

/** By a post, or by something that is being made of it. */
export async function isMediaInUse(
  tx: Tx,
  { id, workspaceId }: Pick<MediaRow, 'id' | 'workspaceId'>,
): Promise<boolean> {
  const post = await tx.selectFrom('postMedia').select('postId').where('mediaId', '=', id).executeTakeFirst()
  if (post) return true
  const rendering = await tx
    .selectFrom('media')
    .select('id')
    .where('status', '=', 'rendering')
    .where('workspaceId', '=', workspaceId)
    .where(
      sql<boolean>`(made_from->'imageIds' ? ${id} or made_from->>'mediaId' = ${id} or made_from->>'audioId' = ${id})`,
    )
    .executeTakeFirst()
  return rendering !== undefined
}

export async function isStoredFileInUse(tx: Tx, storageKey: string): Promise<boolean> {
  const sharer = await tx.selectFrom('media').select('id').where('storageKey', '=', storageKey).executeTakeFirst()
  return sharer !== undefined
}

export async function deleteMedia(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('media').where('id', '=', id).execute()
}
