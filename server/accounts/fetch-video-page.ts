import type { VideoPage } from '#tiktok/videos.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { takeRoom } from '../limits/take-room.ts'
import { videoListWindow } from '../limits/tiktok-windows.ts'
import { withAccessToken } from './access-token.ts'

/** The most that TikTok gives at once (tiktok-api-v2-video-list). */
const PAGE_SIZE = 20

const FIELDS = [
  'create_time',
  'share_url',
  'video_description',
  'duration',
  'height',
  'width',
  'title',
  'like_count',
  'comment_count',
  'share_count',
  'view_count',
]

/** A page of the account's public videos, newest first. Throws WindowFullError when TikTok's window is full. */
export async function fetchVideoPage(
  ctx: Context,
  { id, openId }: Pick<AccountRow, 'id' | 'openId'>,
  cursor: string | null,
): Promise<VideoPage> {
  await takeRoom(ctx, videoListWindow(openId))
  return withAccessToken(ctx, id, (accessToken) =>
    ctx.tiktok.listVideos({
      accessToken,
      fields: FIELDS,
      maxCount: PAGE_SIZE,
      ...(cursor !== null && { cursor }),
    }),
  )
}

/** Where the next page begins. Null at the end, also when TikTok would lead in a circle. */
export function nextVideoCursor({ cursor, hasMore, videos }: VideoPage, previous: string | null): string | null {
  return hasMore && videos.length > 0 && cursor !== previous ? cursor : null
}
