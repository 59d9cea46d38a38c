import type { CreatorInfo } from '#shared/api/accounts.ts'
import { TikTokApiError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { avatarPath } from './avatar.ts'
import { fetchCreatorInfo } from './creator-info.ts'

/** TikTok answers these with HTTP 200 on purpose: the creator cannot post now (content-posting-api-reference-query-creator-info). */
const CANNOT_POST = ['spam_risk_too_many_posts', 'spam_risk_user_banned_from_posting', 'reached_active_user_cap']

/** What the composer shows for an account: the creator's options, or that they cannot post now and why. */
export async function readCreatorInfo(ctx: Context, account: AccountRow): Promise<CreatorInfo> {
  try {
    const { logId: _, ...info } = await fetchCreatorInfo(ctx, account)
    return { ...info, canPost: true, reason: null }
  } catch (error) {
    if (!(error instanceof TikTokApiError) || !CANNOT_POST.includes(error.code)) throw error
    return {
      nickname: account.displayName,
      username: account.username ?? '',
      avatarUrl: avatarPath(account) ?? '',
      privacyLevelOptions: [],
      commentDisabled: true,
      duetDisabled: true,
      stitchDisabled: true,
      maxVideoPostDurationSec: 0,
      canPost: false,
      reason: error.advice,
    }
  }
}
