import { TikTokAnswerError } from './errors.ts'
import { callData } from './request.ts'
import { InitReply } from './schemas.ts'
import type { Transport } from './transport.ts'
import { isAllowedUploadUrl } from './upload-url.ts'

/** What a creator chose for a direct video post. Page: content-posting-api-reference-direct-post. */
export type VideoPostInfo = {
  /** The caption. */
  title?: string | undefined
  privacyLevel: string
  disableComment: boolean
  disableDuet: boolean
  disableStitch: boolean
  coverTimestampMs?: number | undefined
  brandContent: boolean
  brandOrganic: boolean
  aiGenerated: boolean
}

/**
 * Where TikTok gets the video from: our chunks (see `planChunks`) or a URL, which is a secret if it is signed.
 * Page: content-posting-api-media-transfer-guide.
 */
export type VideoSource =
  | { kind: 'file'; sizeBytes: number; chunkBytes: number; chunkCount: number }
  | { kind: 'url'; videoUrl: string }

/** What a creator chose for photos. A draft sends only title and description. Page: content-posting-api-reference-photo-post. */
export type PhotoPostInfo = {
  title?: string | undefined
  description?: string | undefined
  /** Required for a direct post: there is no default. */
  privacyLevel?: string | undefined
  disableComment?: boolean | undefined
  autoAddMusic?: boolean | undefined
  brandContent?: boolean | undefined
  brandOrganic?: boolean | undefined
}

/** A begun post. `uploadUrl` is a secret, valid for an hour; null when TikTok pulls. Page: content-posting-api-reference-direct-post. */
export type InitAnswer = { publishId: string; uploadUrl: string | null; logId: string | null }

/**
 * Begins a direct video post. With a `url` source this is the irreversible step; it is sent once.
 * Throws TikTokApiError, TikTokNetworkError, and TikTokAnswerError, also for a missing or disallowed upload URL; a
 * TypeError without a privacy level: there is no default.
 * Page: content-posting-api-reference-direct-post.
 */
export async function initVideo(
  transport: Transport,
  { accessToken, postInfo, source }: { accessToken: string; postInfo: VideoPostInfo; source: VideoSource },
): Promise<InitAnswer> {
  if (!postInfo.privacyLevel) throw new TypeError('a direct post has no default privacy level')
  const post_info = {
    title: postInfo.title,
    privacy_level: postInfo.privacyLevel,
    disable_comment: postInfo.disableComment,
    disable_duet: postInfo.disableDuet,
    disable_stitch: postInfo.disableStitch,
    video_cover_timestamp_ms: postInfo.coverTimestampMs,
    brand_content_toggle: postInfo.brandContent,
    brand_organic_toggle: postInfo.brandOrganic,
    is_aigc: postInfo.aiGenerated,
  }
  const json = { post_info, source_info: wireSource(source) }
  return init(transport, { path: '/v2/post/publish/video/init/', accessToken, json, pulledUrls: pulledUrls(source) })
}

/**
 * Begins a video draft in the creator's inbox, where the creator writes the caption and chooses the rest.
 * Throws as `initVideo`. Page: content-posting-api-reference-upload-video.
 */
export async function initInboxVideo(
  transport: Transport,
  { accessToken, source }: { accessToken: string; source: VideoSource },
): Promise<InitAnswer> {
  const path = '/v2/post/publish/inbox/video/init/'
  return init(transport, {
    path,
    accessToken,
    json: { source_info: wireSource(source) },
    pulledUrls: pulledUrls(source),
  })
}

/**
 * Begins a photo post or draft; TikTok pulls the images, so this is the irreversible step; it is sent once.
 * Throws as `initVideo`.
 * Page: content-posting-api-reference-photo-post.
 */
export async function initPhoto(
  transport: Transport,
  request: {
    accessToken: string
    mode: 'direct' | 'draft'
    postInfo: PhotoPostInfo
    imageUrls: string[]
    /** Counted from 0. */
    coverIndex: number
    aiGenerated: boolean
  },
): Promise<InitAnswer> {
  const { accessToken, mode, postInfo } = request
  if (mode === 'direct' && !postInfo.privacyLevel) throw new TypeError('a direct post has no default privacy level')
  const { title, description } = postInfo
  const directInfo = {
    privacy_level: postInfo.privacyLevel,
    disable_comment: postInfo.disableComment ?? false,
    auto_add_music: postInfo.autoAddMusic ?? false,
    brand_content_toggle: postInfo.brandContent ?? false,
    brand_organic_toggle: postInfo.brandOrganic ?? false,
  }
  const json = {
    media_type: 'PHOTO',
    post_mode: mode === 'direct' ? 'DIRECT_POST' : 'MEDIA_UPLOAD',
    is_aigc: request.aiGenerated,
    post_info: mode === 'direct' ? { title, description, ...directInfo } : { title, description },
    source_info: {
      source: 'PULL_FROM_URL',
      photo_images: request.imageUrls,
      photo_cover_index: request.coverIndex,
    },
  }
  const path = '/v2/post/publish/content/init/'
  return init(transport, { path, accessToken, json, pulledUrls: request.imageUrls })
}

function pulledUrls(source: VideoSource): string[] | null {
  return source.kind === 'url' ? [source.videoUrl] : null
}

function wireSource(source: VideoSource) {
  if (source.kind === 'url') return { source: 'PULL_FROM_URL', video_url: source.videoUrl }
  return {
    source: 'FILE_UPLOAD',
    video_size: source.sizeBytes,
    chunk_size: source.chunkBytes,
    total_chunk_count: source.chunkCount,
  }
}

/** `pulledUrls` is null for an upload. */
async function init(
  transport: Transport,
  {
    path,
    accessToken,
    json,
    pulledUrls,
  }: { path: string; accessToken: string; json: object; pulledUrls: string[] | null },
): Promise<InitAnswer> {
  const secrets = pulledUrls ?? []
  const call = { method: 'POST', path, accessToken, json, secrets, isRead: false, schema: InitReply } as const
  const { data, logId } = await callData(transport, call)
  if (pulledUrls) return { publishId: data.publish_id, uploadUrl: null, logId }

  const uploadUrl = data.upload_url
  if (!uploadUrl) throw new TikTokAnswerError(`POST ${path}: no upload URL was given`, { status: 200, logId })
  if (!isAllowedUploadUrl(uploadUrl, transport.apiUrl))
    throw new TikTokAnswerError(`POST ${path}: the upload URL is not one of TikTok's`, { status: 200, logId })
  return { publishId: data.publish_id, uploadUrl, logId }
}
