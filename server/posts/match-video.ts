import type { Video } from '#tiktok/videos.ts'
import { isSameCaption } from './same-caption.ts'

/** What a post of ours looks like in its account's list of videos, should it be there. */
export type ExpectedVideo = {
  /** As it was sent. Null: the creator writes it, as with a draft. */
  caption: string | null
  /** As it was measured here; null where that failed. */
  durationMs: number | null
  /** TikTok's time of the video lies between these. `until` null: the creator posts it when they like. */
  from: Date
  until: Date | null
}

/** TikTok tells whole seconds (tiktok-api-v2-video-object), cut or rounded: it does not say which. */
const DURATION_TOLERANCE_MS = 1000

/**
 * The one video of an account that can only be this post; null when there is none, or when anything else may be it too:
 * another video, or another post of ours (`rivals`) whose id is not known either. A wrong match would be a lie, a missed
 * one costs only time. `videos` must be all that the account shows between `from` and `until`.
 */
export function matchVideo({
  expected,
  rivals,
  videos,
  claimedIds,
}: {
  expected: ExpectedVideo
  rivals: readonly ExpectedVideo[]
  videos: readonly Video[]
  /** Videos that are known to be other posts of ours. */
  claimedIds: ReadonlySet<string>
}): Video | null {
  const byId = new Map(videos.map((video) => [video.id, video]))
  const [only, ...others] = [...byId.values()].filter((video) => !claimedIds.has(video.id) && mayBe(video, expected))
  if (!only || others.length > 0) return null
  return rivals.some((rival) => mayBe(only, rival)) ? null : only
}

/** Width and height do not count: TikTok does not say whether it tells those of the file or of what it made of it. */
function mayBe(video: Video, { caption, durationMs, from, until }: ExpectedVideo): boolean {
  if (!video.createdAt || video.createdAt < from || (until && video.createdAt > until)) return false
  if (video.durationS === undefined || durationMs === null) return false
  if (Math.abs(video.durationS * 1000 - durationMs) > DURATION_TOLERANCE_MS) return false
  return caption === null || [video.videoDescription, video.title].some((text) => isSameCaption(caption, text ?? ''))
}
