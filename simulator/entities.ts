import { z } from 'zod'

export const PRIVACY_LEVELS = [
  'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'FOLLOWER_OF_CREATOR',
  'SELF_ONLY',
] as const
export const PrivacyLevel = z.enum(PRIVACY_LEVELS)
export type PrivacyLevel = z.infer<typeof PrivacyLevel>

/** What a creator has set, or what TikTok has decided about them. Changeable while running. */
export const CreatorSettings = z.strictObject({
  isPrivate: z.boolean(),
  maxVideoDurationSec: z.number().int().positive(),
  commentDisabled: z.boolean(),
  duetDisabled: z.boolean(),
  stitchDisabled: z.boolean(),
  isBanned: z.boolean(),
  /** Other apps have used up this creator's direct posts of the day. */
  hasPostedTooMuch: z.boolean(),
  isDeleted: z.boolean(),
  /** Posts never pass moderation, so they never get a public id. */
  isUnderReview: z.boolean(),
  isOutsideSandbox: z.boolean(),
  hasOldApp: z.boolean(),
  /** Posts never leave processing. */
  isStuck: z.boolean(),
  hasRiskyCaptions: z.boolean(),
})
export type CreatorSettings = z.infer<typeof CreatorSettings>

export const Creator = z.object({
  creatorId: z.string(),
  username: z.string(),
  nickname: z.string(),
  bio: z.string(),
  isVerified: z.boolean(),
  followerCount: z.number().int(),
  followingCount: z.number().int(),
  settings: CreatorSettings,
})
export type Creator = z.infer<typeof Creator>

export const AuthCode = z.object({
  code: z.string(),
  clientKey: z.string(),
  creatorId: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  codeChallenge: z.string().nullable(),
  expiresAtMs: z.number(),
})
export type AuthCode = z.infer<typeof AuthCode>

/** One creator's consent to one app. */
export const Grant = z.object({
  openId: z.string(),
  clientKey: z.string(),
  creatorId: z.string(),
  scopes: z.array(z.string()),
})
export type Grant = z.infer<typeof Grant>

export const Token = z.object({
  token: z.string(),
  clientKey: z.string(),
  creatorId: z.string(),
  openId: z.string(),
  scopes: z.array(z.string()),
  expiresAtMs: z.number(),
})
export type Token = z.infer<typeof Token>

export const MediaFile = z.object({
  name: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  durationMs: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
})
export type MediaFile = z.infer<typeof MediaFile>

const Upload = z.object({
  uploadToken: z.string(),
  expiresAtMs: z.number(),
  videoSize: z.number(),
  chunkSize: z.number(),
  chunkCount: z.number(),
  receivedBytes: z.number(),
})

/** One publish_id from its init to its end. */
export const Task = z.object({
  publishId: z.string(),
  clientKey: z.string(),
  creatorId: z.string(),
  openId: z.string(),
  kind: z.enum(['video', 'photo']),
  mode: z.enum(['direct', 'draft']),
  source: z.enum(['file', 'url']),
  phase: z.enum(['receiving', 'processing', 'inbox', 'discarded', 'complete', 'failed']),
  failReason: z.string().nullable(),
  /** What the media check found while receiving; told when processing ends. */
  mediaFault: z.string().nullable(),
  createdAtMs: z.number(),
  dueAtMs: z.number().nullable(),
  title: z.string(),
  description: z.string(),
  privacyLevel: PrivacyLevel.nullable(),
  /** post_info as it was sent. */
  postInfo: z.record(z.string(), z.unknown()),
  upload: Upload.nullable(),
  urls: z.array(z.string()),
  files: z.array(MediaFile),
  postIds: z.array(z.string()),
})
export type Task = z.infer<typeof Task>

export const Post = z.object({
  postId: z.string(),
  publishId: z.string(),
  clientKey: z.string(),
  creatorId: z.string(),
  openId: z.string(),
  username: z.string(),
  kind: z.enum(['video', 'photo']),
  mode: z.enum(['direct', 'draft']),
  privacyLevel: PrivacyLevel,
  /** Caption of a video, title of a photo post. */
  caption: z.string(),
  description: z.string(),
  postInfo: z.record(z.string(), z.unknown()),
  files: z.array(MediaFile),
  sizeBytes: z.number(),
  sha256: z.string(),
  publishedAtMs: z.number(),
  /** Visible to everyone and through moderation. */
  isPublic: z.boolean(),
  moderationDueAtMs: z.number().nullable(),
})
export type Post = z.infer<typeof Post>

export const Delivery = z.object({
  deliveryId: z.string(),
  order: z.number(),
  clientKey: z.string(),
  body: z.string(),
  createdAtMs: z.number(),
  nextAttemptAtMs: z.number(),
  attempts: z.number(),
  hasBadSignature: z.boolean(),
})
export type Delivery = z.infer<typeof Delivery>
