import { callData } from './request.ts'
import { CreatorInfoReply, UserInfoReply } from './schemas.ts'
import type { Transport } from './transport.ts'
import { wireFields } from './wire-fields.ts'

/** A creator's profile. Undefined means unknown: not asked for, not granted, or not told. Page: tiktok-api-v2-get-user-info. */
export type UserInfo = {
  openId: string
  unionId: string | undefined
  avatarUrl: string | undefined
  avatarUrl100: string | undefined
  avatarLargeUrl: string | undefined
  displayName: string | undefined
  bioDescription: string | undefined
  profileDeepLink: string | undefined
  username: string | undefined
  isVerified: boolean | undefined
  followerCount: number | undefined
  followingCount: number | undefined
  likesCount: number | undefined
  /** Public videos only. */
  videoCount: number | undefined
}

/** What a creator may choose for the next post. Page: content-posting-api-reference-query-creator-info. */
export type CreatorInfo = {
  nickname: string
  username: string
  avatarUrl: string
  privacyLevelOptions: string[]
  commentDisabled: boolean
  duetDisabled: boolean
  stitchDisabled: boolean
  maxVideoPostDurationSec: number
  logId: string | null
}

/**
 * The profile of the token's creator. Ask only for fields whose scope was granted; both spellings are taken.
 * Throws TikTokApiError, TikTokAnswerError, TikTokNetworkError. Page: tiktok-api-v2-get-user-info.
 */
export async function userInfo(
  transport: Transport,
  { accessToken, fields }: { accessToken: string; fields: string[] },
): Promise<UserInfo> {
  const { data } = await callData(transport, {
    method: 'GET',
    path: '/v2/user/info/',
    query: { fields: wireFields(fields, 'open_id') },
    accessToken,
    isRead: true,
    schema: UserInfoReply,
  })
  const { user } = data
  return {
    openId: user.open_id,
    unionId: user.union_id,
    avatarUrl: user.avatar_url,
    avatarUrl100: user.avatar_url_100,
    avatarLargeUrl: user.avatar_large_url,
    displayName: user.display_name,
    bioDescription: user.bio_description ?? undefined,
    profileDeepLink: user.profile_deep_link,
    username: user.username,
    isVerified: user.is_verified ?? undefined,
    followerCount: user.follower_count ?? undefined,
    followingCount: user.following_count ?? undefined,
    likesCount: user.likes_count ?? undefined,
    videoCount: user.video_count ?? undefined,
  }
}

/**
 * What the creator may choose now; to be asked freshly each time. A creator who cannot post now is a TikTokApiError with
 * HTTP 200 (`spam_risk_too_many_posts`, `spam_risk_user_banned_from_posting`, `reached_active_user_cap`).
 * Throws also TikTokAnswerError, TikTokNetworkError. Page: content-posting-api-reference-query-creator-info.
 */
export async function creatorInfo(
  transport: Transport,
  { accessToken }: { accessToken: string },
): Promise<CreatorInfo> {
  const { data, logId } = await callData(transport, {
    method: 'POST',
    path: '/v2/post/publish/creator_info/query/',
    accessToken,
    isRead: true,
    schema: CreatorInfoReply,
  })
  return {
    nickname: data.creator_nickname,
    username: data.creator_username,
    avatarUrl: data.creator_avatar_url,
    privacyLevelOptions: data.privacy_level_options,
    commentDisabled: data.comment_disabled,
    duetDisabled: data.duet_disabled,
    stitchDisabled: data.stitch_disabled,
    maxVideoPostDurationSec: data.max_video_post_duration_sec,
    logId,
  }
}
