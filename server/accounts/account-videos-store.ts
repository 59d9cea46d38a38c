import { type Insertable, sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { AccountVideoRow, AccountVideosTable } from '../db/tables.ts'

/** Adds videos, or renews what is known of them. No id may stand twice in `videos`. */
export async function upsertVideos(tx: Tx, videos: Insertable<AccountVideosTable>[]): Promise<void> {
  if (videos.length === 0) return
  await tx
    .insertInto('accountVideos')
    .values(videos)
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'videoId']).doUpdateSet(({ ref }) => ({
        createdAt: ref('excluded.createdAt'),
        title: ref('excluded.title'),
        description: ref('excluded.description'),
        shareUrl: ref('excluded.shareUrl'),
        durationS: ref('excluded.durationS'),
        width: ref('excluded.width'),
        height: ref('excluded.height'),
        viewCount: ref('excluded.viewCount'),
        likeCount: ref('excluded.likeCount'),
        commentCount: ref('excluded.commentCount'),
        shareCount: ref('excluded.shareCount'),
        syncedAt: ref('excluded.syncedAt'),
      })),
    )
    .execute()
}

export async function knowsAnyVideo(tx: DbOrTx, accountId: string, videoIds: string[]): Promise<boolean> {
  if (videoIds.length === 0) return false
  const row = await tx
    .selectFrom('accountVideos')
    .select('videoId')
    .where('accountId', '=', accountId)
    .where('videoId', 'in', videoIds)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Removes the videos newer than `after` (null: all) that are not among `keptIds`: they are no longer public. */
export async function deleteVanishedVideos(
  tx: Tx,
  accountId: string,
  { keptIds, after }: { keptIds: string[]; after: Date | null },
): Promise<void> {
  let query = tx
    .deleteFrom('accountVideos')
    .where('accountId', '=', accountId)
    .where(sql<boolean>`video_id <> all (${keptIds})`)
  if (after) query = query.where('createdAt', '>', after)
  await query.execute()
}

/** Newest first. */
export async function listVideos(
  tx: DbOrTx,
  accountId: string,
  { limit, before }: { limit: number; before?: { createdAt: Date; videoId: string } | undefined },
): Promise<AccountVideoRow[]> {
  let query = tx.selectFrom('accountVideos').selectAll().where('accountId', '=', accountId)
  if (before) query = query.where(sql<boolean>`(created_at, video_id) < (${before.createdAt}, ${before.videoId})`)
  return query.orderBy('createdAt', 'desc').orderBy('videoId', 'desc').limit(limit).execute()
}
