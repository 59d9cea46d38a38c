import type { z } from 'zod'
import { callData } from './request.ts'
import { VideoListReply, VideoQueryReply, type VideoReply } from './schemas.ts'
import type { Transport } from './transport.ts'
import { wireFields } from './wire-fields.ts'

/** A public video of a creator. Undefined means not asked for or not told. Page: tiktok-api-v2-video-object. */
export type Video = {
  /** Text: it exceeds 2^53. */
  id: string
  createdAt: Date | undefined
  /** Valid for 6 hours. */
  coverImageUrl: string | undefined
  shareUrl: string | undefined
  /** At most 150 characters of it. */
  videoDescription: string | undefined
  durationS: number | undefined
  height: number | undefined
  width: number | undefined
  title: string | undefined
  embedHtml: string | undefined
  embedLink: string | undefined
  likeCount: number | undefined
  commentCount: number | undefined
  shareCount: number | undefined
  viewCount: number | undefined
}

/** One page of a creator's videos. Page: tiktok-api-v2-video-list. */
export type VideoPage = { videos: Video[]; cursor: string | null; hasMore: boolean }

/**
 * A creator's public videos, newest first. `cursor` is the one of the page before, or a time in ms to begin at; at most 20
 * at once. Throws TikTokApiError, TikTokAnswerError, TikTokNetworkError; RangeError for a cursor that is none.
 * Page: tiktok-api-v2-video-list.
 */
export async function listVideos(
  transport: Transport,
  request: { accessToken: string; fields: string[]; cursor?: string | undefined; maxCount?: number | undefined },
): Promise<VideoPage> {
  const { cursor, maxCount } = request
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new RangeError('a cursor of videos is a time in ms')
  const { data } = await callData(transport, {
    method: 'POST',
    path: '/v2/video/list/',
    query: { fields: wireFields(request.fields, 'id') },
    json: { ...(cursor === undefined ? {} : { cursor: Number(cursor) }), max_count: maxCount },
    accessToken: request.accessToken,
    isRead: true,
    schema: VideoListReply,
  })
  return { videos: (data.videos ?? []).map(toVideo), cursor: data.cursor ?? null, hasMore: data.has_more ?? false }
}

/**
 * Some of a creator's videos by id, at most 20; ids of others are left out. Also renews cover URLs.
 * Throws TikTokApiError, TikTokAnswerError, TikTokNetworkError. Page: tiktok-api-v2-video-query.
 */
export async function queryVideos(
  transport: Transport,
  { accessToken, fields, videoIds }: { accessToken: string; fields: string[]; videoIds: string[] },
): Promise<Video[]> {
  const { data } = await callData(transport, {
    method: 'POST',
    path: '/v2/video/query/',
    query: { fields: wireFields(fields, 'id') },
    json: { filters: { video_ids: videoIds } },
    accessToken,
    isRead: true,
    schema: VideoQueryReply,
  })
  return (data.videos ?? []).map(toVideo)
}

function toVideo(video: z.output<typeof VideoReply>): Video {
  return {
    id: video.id,
    createdAt: video.create_time ? new Date(video.create_time * 1000) : undefined,
    coverImageUrl: video.cover_image_url,
    shareUrl: video.share_url,
    videoDescription: video.video_description ?? undefined,
    durationS: video.duration ?? undefined,
    height: video.height ?? undefined,
    width: video.width ?? undefined,
    title: video.title ?? undefined,
    embedHtml: video.embed_html,
    embedLink: video.embed_link,
    likeCount: video.like_count ?? undefined,
    commentCount: video.comment_count ?? undefined,
    shareCount: video.share_count ?? undefined,
    viewCount: video.view_count ?? undefined,
  }
}
