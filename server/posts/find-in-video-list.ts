import type { Video } from '#tiktok/videos.ts'
import { capabilitiesOf } from '../accounts/capabilities.ts'
import { listVideosBetween } from '../accounts/list-videos-between.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { TransferRow } from '../db/tables.ts'
import { isPublic } from './is-public.ts'
import { type ExpectedVideo, matchVideo } from './match-video.ts'
import { claimedVideoIds, type UnidentifiedTransfer, unidentifiedTransfers } from './rivals-store.ts'
import { videoOf, type Work } from './work.ts'

const MINUTE_MS = 60 * 1000
/** So much may our clock be ahead of TikTok's. */
const CLOCK_TOLERANCE_MS = MINUTE_MS
/** TikTok pulls a video for up to an hour, and may process it long. A later video was rather posted by hand meanwhile. */
const POST_MAX_MS = 3 * 60 * MINUTE_MS

/**
 * The post that came of this publication, found in the account's list of public videos; null when it cannot be told. Throws
 * what a call to TikTok throws, and WindowFullError.
 */
export async function findInVideoList(ctx: Context, work: Work): Promise<Video | null> {
  const { publication, post, account, transfer } = work
  if (!transfer || !mayBeListed(work, transfer) || !capabilitiesOf(account.scopes).listVideos) return null
  const { durationMs, sha256 } = videoOf(work)
  const caption = publication.caption ?? post.caption ?? ''
  const until = latestPost(transfer)
  const expected = { caption, durationMs, from: earliestPost(transfer), until }

  const videos = await listVideosBetween(ctx, account, expected)
  if (!videos) return null
  const videoIds = videos.map(({ id }) => id)
  const { openId } = account
  const claimedIds = await claimedVideoIds(ctx.db, openId, videoIds)
  const others = await unidentifiedTransfers(ctx.db, { openId, exceptId: transfer.id, sha256, until })
  return matchVideo({ expected, rivals: others.map(rivalOf), videos, claimedIds })
}

/** The list has public videos only, and a file becomes none before its last byte was sent. */
function mayBeListed({ publication, post }: Work, { source, lastChunkAt }: TransferRow): boolean {
  return post.type === 'video' && isPublic(publication) && (source === 'url' || lastChunkAt !== null)
}

function rivalOf({ isDraft, caption, durationMs, ...times }: UnidentifiedTransfer): ExpectedVideo {
  return { caption, durationMs, from: earliestPost(times), until: isDraft ? null : latestPost(times) }
}

type Times = Pick<TransferRow, 'intendedAt' | 'lastChunkAt'>

function earliestPost({ intendedAt }: Times): Date {
  return after(intendedAt, -CLOCK_TOLERANCE_MS)
}

function latestPost({ intendedAt, lastChunkAt }: Times): Date {
  return after(lastChunkAt ?? intendedAt, POST_MAX_MS)
}
