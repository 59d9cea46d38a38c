import { z } from 'zod'
import { PRIVACY_LEVELS } from '../limits.ts'
import { ListQuery } from './lists.ts'

export const ACCOUNT_STATUSES = ['active', 'expired', 'revoked', 'error'] as const
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

export const CAPABILITIES = ['directPost', 'draft', 'listVideos', 'stats'] as const
export type Capability = (typeof CAPABILITIES)[number]

/** A daily cap that TikTok's refusals taught; after `until` the configured one is tried again. */
export const LearnedCap = z.object({ since: z.iso.datetime(), until: z.iso.datetime() })

/** Null: TikTok did not tell. */
const Count = z.number().int().nullable()

export const Account = z.object({
  id: z.uuid(),
  openId: z.string(),
  username: z.string().nullable(),
  displayName: z.string(),
  /** A path of this server; another picture has another path. */
  avatarUrl: z.string().nullable(),
  status: z.enum(ACCOUNT_STATUSES),
  scopes: z.array(z.string()),
  capabilities: z.object({
    directPost: z.boolean(),
    draft: z.boolean(),
    listVideos: z.boolean(),
    stats: z.boolean(),
  }),
  tokenExpiresAt: z.iso.datetime().nullable(),
  refreshExpiresAt: z.iso.datetime().nullable(),
  lastRefreshedAt: z.iso.datetime().nullable(),
  lastError: z.object({ code: z.string(), detail: z.string(), remedy: z.string(), at: z.iso.datetime() }).nullable(),
  connectedAt: z.iso.datetime(),
  /** Null: the creator did not grant it, or it was never read. `videos` counts the public ones. */
  stats: z.object({ followers: Count, following: Count, likes: Count, videos: Count }).nullable(),
  lastSyncedAt: z.iso.datetime().nullable(),
  /** Direct posts in the last 24 hours, and how many may be: `TIKTOK_DAILY_POSTS`, or fewer when that was learned. */
  postsToday: z.object({ used: z.number().int(), cap: z.number().int(), learned: LearnedCap.nullable() }),
  lastPublishedAt: z.iso.datetime().nullable(),
})
export type Account = z.infer<typeof Account>

/** `GET /accounts?status=&capability=&search=`: by name. */
export const AccountsQuery = ListQuery.extend({
  status: z.enum(ACCOUNT_STATUSES).optional(),
  capability: z.enum(CAPABILITIES).optional(),
  /** A part of the name or handle. */
  search: z.string().trim().max(100).optional(),
})

/** One public video of an account, as TikTok told it last. Null: not told. */
export const AccountVideo = z.object({
  id: z.string(),
  accountId: z.uuid(),
  createdAt: z.iso.datetime(),
  title: z.string().nullable(),
  /** At most 150 characters of it. */
  description: z.string().nullable(),
  shareUrl: z.string().nullable(),
  durationSec: Count,
  width: Count,
  height: Count,
  views: Count,
  likes: Count,
  comments: Count,
  shares: Count,
  syncedAt: z.iso.datetime(),
})
export type AccountVideo = z.infer<typeof AccountVideo>

/** What TikTok says this creator may do now: asked freshly each time. */
export const CreatorInfo = z.object({
  nickname: z.string(),
  username: z.string(),
  avatarUrl: z.string(),
  privacyLevelOptions: z.array(z.enum(PRIVACY_LEVELS).or(z.string())),
  commentDisabled: z.boolean(),
  duetDisabled: z.boolean(),
  stitchDisabled: z.boolean(),
  maxVideoPostDurationSec: z.number().int(),
  /** False when TikTok says this creator cannot post now; `reason` then tells why in words. */
  canPost: z.boolean(),
  reason: z.string().nullable(),
})
export type CreatorInfo = z.infer<typeof CreatorInfo>
