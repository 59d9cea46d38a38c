import type { Context } from '../context.ts'
import { dailyCap } from '../limits/daily-cap.ts'
import { dailyPostsWindow, pendingDraftsWindow, postingAccountsWindow, type Window } from '../limits/tiktok-windows.ts'
import type { Work } from './work.ts'

/** A window of TikTok's that a publication holds a place in, as `member`, until TikTok refuses it. Its limit is good until `endsAt`. */
export type Cap = { window: Window; member: string; code: string; detail: string; endsAt?: Date }

/** The caps that this publication needs a place in before its init. */
export function capsOf(ctx: Context, { publication, account }: Pick<Work, 'publication' | 'account'>): Cap[] {
  if (publication.mode === 'draft')
    return [
      {
        window: pendingDraftsWindow(account.openId),
        member: publication.id,
        code: 'pending_drafts_cap',
        detail: 'TikTok takes 5 drafts of one creator in 24 hours.',
      },
    ]
  const { limit, learned } = dailyCap(account, ctx.config.tiktok.dailyPosts, ctx.clock.now())
  const daily: Cap = {
    window: dailyPostsWindow(account.openId, limit),
    member: publication.id,
    code: 'daily_posts_cap',
    detail: `This account has used its ${limit} posts of the last 24 hours.${learned ? ' TikTok took no more from it lately.' : ''}`,
    ...(learned && { endsAt: learned.until }),
  }
  if (ctx.config.tiktok.isAudited) return [daily]
  return [
    daily,
    {
      window: postingAccountsWindow,
      member: account.openId,
      code: 'posting_accounts_cap',
      detail: 'Until TikTok has audited the app, 5 accounts may post in 24 hours.',
    },
  ]
}
