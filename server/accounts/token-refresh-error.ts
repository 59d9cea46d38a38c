import { TikTokError } from '#tiktok/errors.ts'

/**
 * There is no access token for now: TikTok did not renew it, and it is tried again at `retryAt` by itself. The call that
 * wanted the token was never sent. `wait`: nothing was tried, because a try just failed or is under way elsewhere.
 */
export class TokenRefreshError extends TikTokError {
  override name = 'TokenRefreshError'
  override readonly mayHaveTakenEffect = false
  readonly code: string
  readonly remedy: 'retry' | 'wait' | 'hold'
  readonly advice: string
  readonly retryAt: Date

  constructor(
    message: string,
    facts: { code: string; remedy: TokenRefreshError['remedy']; advice: string; retryAt: Date; cause?: unknown },
  ) {
    super(message, { cause: facts.cause })
    this.code = facts.code
    this.remedy = facts.remedy
    this.advice = facts.advice
    this.retryAt = facts.retryAt
  }
}
