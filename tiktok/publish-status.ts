import { callData } from './request.ts'
import { EmptyReply, PublishStatusReply } from './schemas.ts'
import type { Transport } from './transport.ts'

/** How far TikTok is with a post. */
type PublishPhase = 'processing' | 'inbox' | 'published' | 'failed'

/** What became of a begun post. Page: content-posting-api-reference-get-video-status. */
export type PublishStatus = {
  /** TikTok's own word. */
  status: string
  /** `processing` for every word that is not known. */
  phase: PublishPhase
  /** See `failReasons`. */
  failReason: string | null
  /** Text: they exceed 2^53. Empty until moderation has passed, and for posts that are not public. */
  postIds: string[]
  uploadedBytes: number | null
  downloadedBytes: number | null
  logId: string | null
}

const phases: Readonly<Record<string, PublishPhase>> = {
  PROCESSING_UPLOAD: 'processing',
  PROCESSING_DOWNLOAD: 'processing',
  SEND_TO_USER_INBOX: 'inbox',
  PUBLISH_COMPLETE: 'published',
  FAILED: 'failed',
}

/**
 * What became of a begun post; 30 a minute for all posts of one token.
 * Throws TikTokApiError, TikTokAnswerError, TikTokNetworkError. Page: content-posting-api-reference-get-video-status.
 */
export async function publishStatus(
  transport: Transport,
  { accessToken, publishId }: { accessToken: string; publishId: string },
): Promise<PublishStatus> {
  const { data, logId } = await callData(transport, {
    method: 'POST',
    path: '/v2/post/publish/status/fetch/',
    json: { publish_id: publishId },
    accessToken,
    isRead: true,
    schema: PublishStatusReply,
  })
  return {
    status: data.status,
    phase: (Object.hasOwn(phases, data.status) ? phases[data.status] : undefined) ?? 'processing',
    failReason: data.fail_reason ?? null,
    postIds: [...new Set([...data.publicaly_available_post_id, ...data.publicly_available_post_id])],
    uploadedBytes: data.uploaded_bytes ?? null,
    downloadedBytes: data.downloaded_bytes ?? null,
    logId,
  }
}

/**
 * Asks TikTok to stop a download that is still running; best effort, and sent once.
 * Throws TikTokApiError (`publish_not_cancellable` …), TikTokAnswerError, TikTokNetworkError.
 * Page: content-posting-api-reference-get-video-status.
 */
export async function cancelPublish(
  transport: Transport,
  { accessToken, publishId }: { accessToken: string; publishId: string },
): Promise<void> {
  await callData(transport, {
    method: 'POST',
    path: '/v2/post/publish/cancel/',
    json: { publish_id: publishId },
    accessToken,
    isRead: false,
    schema: EmptyReply,
  })
}
