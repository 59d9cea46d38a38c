/**
 * The replies as TikTok spells them: strict about what is used, silent about the rest, so that a new field breaks nothing.
 * Every schema names its page (developers.tiktok.com/docs/en).
 */
import { z } from 'zod'

/** A code word: short and plain, so that it can stand in a message, a metric or a log. */
const CodeWord = z.string().regex(/^[\w.-]{0,100}$/)

/** An int64 that is an id: as text, however it was written. */
const IdText = z.union([z.string(), z.number().int()]).transform(String)

/** An int64 that is a number of something: also when it was written as text. */
const Count = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])

/** A text that may be missing: null and empty mean missing too. No text of TikTok has a NUL, which a database refuses. */
const Text = z
  .string()
  .nullish()
  .transform((text) => text?.replaceAll('\0', '') || undefined)

/** The name of a creator for an app: short, and without blanks. */
const OpenId = z.string().regex(/^[\x21-\x7e]{1,200}$/)

/** What stands in a header must not break it. */
const Token = z.string().regex(/^[\x21-\x7e]{1,4096}$/)

/** A lifetime beyond ten years is no date that anybody can keep. */
const Seconds = Count.pipe(z.number().int().positive().max(315_360_000))

/** The envelope of every data endpoint. Page: tiktok-api-v2-error-handling. */
export const Envelope = z.object({
  data: z.unknown().optional(),
  error: z.object({
    code: CodeWord,
    message: z.string().optional().catch(undefined),
    log_id: z.string().optional().catch(undefined),
    logid: z.string().optional().catch(undefined),
  }),
})

/** The error of an OAuth endpoint; an answer without `error` fits too. Page: oauth-error-handling. */
export const OAuthFailure = z.object({
  error: CodeWord.nullish(),
  error_description: z.string().optional().catch(undefined),
  log_id: z.string().optional().catch(undefined),
})

/** A new pair of tokens. Page: oauth-user-access-token-management. */
export const TokenReply = z.object({
  open_id: OpenId,
  scope: z.string().regex(/^[\w.,\s-]{0,2000}$/),
  access_token: Token,
  expires_in: Seconds,
  refresh_token: Token,
  refresh_expires_in: Seconds,
  token_type: z.string().default('Bearer'),
})

/** Nothing is expected: revoke and cancel. Page: oauth-user-access-token-management. */
export const EmptyReply = z.unknown()

/** Page: tiktok-api-v2-get-user-info. */
export const UserInfoReply = z.object({
  user: z.object({
    open_id: OpenId,
    union_id: Text,
    avatar_url: Text,
    avatar_url_100: Text,
    avatar_large_url: Text,
    display_name: Text,
    bio_description: z.string().nullish(),
    profile_deep_link: Text,
    username: Text,
    is_verified: z.boolean().nullish(),
    follower_count: Count.nullish(),
    following_count: Count.nullish(),
    likes_count: Count.nullish(),
    video_count: Count.nullish(),
  }),
})

/** Page: content-posting-api-reference-query-creator-info. */
export const CreatorInfoReply = z.object({
  creator_avatar_url: z.string(),
  creator_username: z.string(),
  creator_nickname: z.string(),
  privacy_level_options: z.array(z.string()),
  comment_disabled: z.boolean(),
  duet_disabled: z.boolean(),
  stitch_disabled: z.boolean(),
  max_video_post_duration_sec: Count,
})

/** Pages: content-posting-api-reference-direct-post, -upload-video, -photo-post. */
export const InitReply = z.object({ publish_id: z.string().min(1), upload_url: Text })

const PostIds = z
  .union([z.array(IdText), IdText])
  .nullish()
  .transform((ids) => [ids ?? []].flat().filter((id) => id !== '' && id !== '0'))

/** `publicaly` is TikTok's spelling; the right one is taken too. Page: content-posting-api-reference-get-video-status. */
export const PublishStatusReply = z.object({
  status: z.string().min(1),
  fail_reason: Text,
  publicaly_available_post_id: PostIds,
  publicly_available_post_id: PostIds,
  uploaded_bytes: Count.nullish(),
  downloaded_bytes: Count.nullish(),
})

/** Page: tiktok-api-v2-video-object. */
export const VideoReply = z.object({
  id: IdText,
  create_time: Count.nullish(),
  cover_image_url: Text,
  share_url: Text,
  video_description: z.string().nullish(),
  duration: Count.nullish(),
  height: Count.nullish(),
  width: Count.nullish(),
  title: z.string().nullish(),
  embed_html: Text,
  embed_link: Text,
  like_count: Count.nullish(),
  comment_count: Count.nullish(),
  share_count: Count.nullish(),
  view_count: Count.nullish(),
})

/** Page: tiktok-api-v2-video-list. */
export const VideoListReply = z.object({
  videos: z.array(VideoReply).nullish(),
  cursor: IdText.nullish(),
  has_more: z.boolean().nullish(),
})

/** Page: tiktok-api-v2-video-query. */
export const VideoQueryReply = z.object({ videos: z.array(VideoReply).nullish() })
