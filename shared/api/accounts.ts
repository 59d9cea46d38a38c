import { z } from 'zod'
import { PRIVACY_LEVELS } from '../limits.ts'

export const ACCOUNT_STATUSES = ['active', 'expired', 'revoked', 'error'] as const
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

export const Account = z.object({
  id: z.uuid(),
  openId: z.string(),
  username: z.string().nullable(),
  displayName: z.string(),
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
})
export type Account = z.infer<typeof Account>

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
