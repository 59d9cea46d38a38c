import type { Video } from '#tiktok/videos.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { fetchVideoPage, nextVideoCursor } from './fetch-video-page.ts'

/** 200 videos of one account in a few hours: nobody posts so many, so the list is not what it should be. */
const MOST_PAGES = 10

/**
 * All public videos that TikTok dates between the two; null when they do not come to an end. Throws WindowFullError when
 * TikTok's window is full, else what a call to TikTok throws.
 */
export async function listVideosBetween(
  ctx: Context,
  account: Pick<AccountRow, 'id' | 'openId'>,
  { from, until }: { from: Date; until: Date },
): Promise<Video[] | null> {
  const videos: Video[] = []
  let cursor = until < ctx.clock.now() ? firstCursor(until) : null
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await fetchVideoPage(ctx, account, cursor)
    videos.push(...page.videos)
    cursor = nextVideoCursor(page, cursor)
    const oldest = page.videos.at(-1)?.createdAt
    if (cursor === null || (oldest && oldest < from))
      return videos.filter(({ createdAt }) => createdAt && createdAt >= from && createdAt <= until)
  }
  return null
}

/** A time of our own begins the list just before it (tiktok-api-v2-video-list). TikTok's times are whole seconds. */
function firstCursor(until: Date): string {
  return String(until.getTime() + 1000)
}
