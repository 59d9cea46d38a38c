import type { AccountStatus } from '#shared/api/accounts.ts'

/** The account cannot be used until a person acts, and this says how. */
export class AccountUnusableError extends Error {
  override name = 'AccountUnusableError'
  readonly code: string
  readonly remedy: string

  constructor({ code, detail, remedy }: { code: string; detail: string; remedy: string }) {
    super(detail)
    this.code = code
    this.remedy = remedy
  }
}

export const RECONNECT = 'Reconnect the account on the Accounts page; what waits for it goes on by itself.'

/** What stands in the way when an account is not active: TikTok's reason where it is known. */
export function unusable({ status, lastError }: Unusable): AccountUnusableError {
  const details = {
    revoked: 'TikTok no longer accepts this account: its access was removed.',
    expired: 'The access to this account ran out.',
    error: 'The access to this account is in doubt.',
  }
  const { detail = details[status], remedy = RECONNECT } = lastError ?? {}
  return new AccountUnusableError({ code: `account_${status}`, detail, remedy })
}

type Unusable = {
  status: Exclude<AccountStatus, 'active'>
  lastError?: { detail: string; remedy: string } | null
}
