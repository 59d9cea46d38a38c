import type { Insertable } from 'kysely'
import type { Video } from '#tiktok/videos.ts'
import type { Context } from '../context.ts'
import type { AccountRow, AccountVideosTable } from '../db/tables.ts'
import { deleteVanishedVideos, knowsAnyVideo, upsertVideos } from './account-videos-store.ts'
import { updateAccount } from './accounts-store.ts'
import { fetchVideoPage, nextVideoCursor } from './fetch-video-page.ts'

/** A worker is not kept longer by one account; the pass goes on in another job. */
const MOST_PAGES = 50

/**
 * Brings the account's public videos up to date: all of them at first, page by page and resumable; from then on those
 * that are new, and the page at which they join what is known. Throws WindowFullError when TikTok's window is full.
 */
export async function syncVideos(ctx: Context, account: AccountRow): Promise<'done' | 'goes-on'> {
  return account.videosCompleteAt ? readNewVideos(ctx, account) : readAllVideos(ctx, account)
}

async function readAllVideos(ctx: Context, account: AccountRow): Promise<'done' | 'goes-on'> {
  let cursor = account.videoCursor
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await fetchVideoPage(ctx, account, cursor)
    const next = nextVideoCursor(page, cursor)
    await ctx.db.transaction().execute(async (tx) => {
      await upsertVideos(tx, rowsOf(ctx, account, page.videos))
      await updateAccount(tx, account.id, {
        videoCursor: next,
        ...(next === null && { videosCompleteAt: ctx.clock.now() }),
      })
    })
    if (next === null) return 'done'
    cursor = next
  }
  return 'goes-on'
}

/** Saved in one transaction, so that no gap can hide behind a page that is known already. */
async function readNewVideos(ctx: Context, account: AccountRow): Promise<'done' | 'goes-on'> {
  const videos: Video[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await fetchVideoPage(ctx, account, cursor)
    videos.push(...page.videos)
    cursor = nextVideoCursor(page, cursor)
    const ids = page.videos.map(({ id }) => id)
    if (cursor === null || (await knowsAnyVideo(ctx.db, account.id, ids))) {
      await saveNewest(ctx, account, { videos, isAll: cursor === null })
      return 'done'
    }
  }
  await updateAccount(ctx.db, account.id, { videosCompleteAt: null, videoCursor: null })
  return 'goes-on'
}

async function saveNewest(
  ctx: Context,
  account: AccountRow,
  { videos, isAll }: { videos: Video[]; isAll: boolean },
): Promise<void> {
  const rows = rowsOf(ctx, account, videos)
  const keptIds = videos.map(({ id }) => id)
  const oldest = new Date(Math.min(...rows.map(({ createdAt }) => createdAt.getTime())))
  await ctx.db.transaction().execute(async (tx) => {
    await upsertVideos(tx, rows)
    await deleteVanishedVideos(tx, account.id, { keptIds, after: isAll ? null : oldest })
  })
}

function rowsOf(ctx: Context, account: AccountRow, videos: Video[]): Insertable<AccountVideosTable>[] {
  const syncedAt = ctx.clock.now()
  const byId = new Map(videos.map((video) => [video.id, video]))
  return [...byId.values()].flatMap((video) => {
    // Without its time a video has no place in the order of the list.
    if (!video.createdAt) return []
    return {
      accountId: account.id,
      videoId: video.id,
      createdAt: video.createdAt,
      title: video.title ?? null,
      description: video.videoDescription ?? null,
      shareUrl: video.shareUrl ?? null,
      durationS: video.durationS ?? null,
      width: video.width ?? null,
      height: video.height ?? null,
      viewCount: video.viewCount ?? null,
      likeCount: video.likeCount ?? null,
      commentCount: video.commentCount ?? null,
      shareCount: video.shareCount ?? null,
      syncedAt,
    }
  })
}
