import { sql } from 'kysely'
import type { DbOrTx } from '../db/db.ts'

/** An upload of which a post may have come whose id is not known. */
export type UnidentifiedTransfer = {
  intendedAt: Date
  lastChunkAt: Date | null
  /** Null: the creator of the draft writes it. */
  caption: string | null
  durationMs: number | null
  isDraft: boolean
}

/** Which of these videos are known as posts of ours, in any workspace that has the account. */
export async function claimedVideoIds(tx: DbOrTx, openId: string, videoIds: string[]): Promise<Set<string>> {
  if (videoIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('publications')
    .innerJoin('accounts', 'accounts.id', 'publications.accountId')
    .select('publications.postIds')
    .where('accounts.openId', '=', openId)
    .where(sql<boolean>`publications.post_ids && ${videoIds}::text[]`)
    .execute()
  return new Set(rows.flatMap(({ postIds }) => postIds))
}

/**
 * Other uploads of this TikTok account, in any workspace, that began before `until` and may have become a video: all its
 * direct posts, and the drafts of the same file. An upload counts as over when TikTok has said that no post came of it;
 * what a person said is no proof.
 */
export async function unidentifiedTransfers(
  tx: DbOrTx,
  { openId, exceptId, sha256, until }: { openId: string; exceptId: string; sha256: string; until: Date },
): Promise<UnidentifiedTransfer[]> {
  const rows = await tx
    .selectFrom('transfers')
    .innerJoin('publications', 'publications.id', 'transfers.publicationId')
    .innerJoin('accounts', 'accounts.id', 'publications.accountId')
    .innerJoin('posts', 'posts.id', 'publications.postId')
    .innerJoin('postMedia', 'postMedia.postId', 'posts.id')
    .innerJoin('media', 'media.id', 'postMedia.mediaId')
    .select(['transfers.intendedAt', 'transfers.lastChunkAt', 'publications.mode', 'media.durationMs'])
    .select(sql<string>`coalesce(publications.caption, posts.caption, '')`.as('caption'))
    .where('accounts.openId', '=', openId)
    .where('posts.type', '=', 'video')
    .where('transfers.id', '<>', exceptId)
    .where('transfers.intendedAt', '<=', until)
    .where(sql<boolean>`(transfers.last_chunk_at is not null or transfers.source = 'url')`)
    .where(
      sql<boolean>`case transfers.state when 'abandoned' then transfers.resolved_by is not null
        else publications.post_ids = '{}' end`,
    )
    .where(sql<boolean>`(publications.mode = 'direct' or media.sha256 = ${sha256})`)
    .execute()
  return rows.map(({ mode, caption, ...row }) => ({
    ...row,
    isDraft: mode === 'draft',
    caption: mode === 'draft' ? null : caption,
  }))
}
