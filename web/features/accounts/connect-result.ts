import type { Account } from '#shared/api/accounts.ts'
import { connectErrorWords } from './connect-errors.ts'

export interface ConnectResult {
  tone: 'good' | 'warn' | 'bad'
  title: string
  detail: string
}

/** What the callback adds to the address of the accounts page. */
export interface ConnectReturn {
  connected?: string | undefined
  /** The account was there before. */
  again?: boolean | undefined
  error?: string | undefined
}

/** What to say when the browser is back from TikTok. */
export function connectResult(
  back: ConnectReturn,
  wantedId: string | null,
  accounts: readonly Account[],
): ConnectResult | null {
  if (back.error !== undefined) {
    const { title, remedy } = connectErrorWords(back.error)
    return { tone: 'bad', title, detail: remedy }
  }
  if (back.connected === undefined) return null
  const name = nameOf(accounts, back.connected)

  if (wantedId !== null && wantedId !== back.connected) {
    return {
      tone: 'warn',
      title: `${name} came back, not ${nameOf(accounts, wantedId)}`,
      detail: `${switchAdvice} Then reconnect ${nameOf(accounts, wantedId)} again.`,
    }
  }
  if (wantedId === null && back.again) {
    return {
      tone: 'warn',
      title: `${name} came back: it was connected already`,
      detail: `Its permission was renewed and its history is kept. To add another account: ${switchAdvice}`,
    }
  }
  return {
    tone: 'good',
    title: wantedId === null ? `${name} is connected` : `${name} is connected again`,
    detail: wantedId === null ? 'You can publish to it now.' : 'Posts that waited for it go on by themselves.',
  }
}

const switchAdvice =
  'TikTok offers the account that is signed in there. Switch accounts on its page, or use a private window.'

function nameOf(accounts: readonly Account[], id: string): string {
  return accounts.find((account) => account.id === id)?.displayName ?? 'The account'
}
