import type { Account } from '#shared/api/accounts.ts'
import { connectErrorWords } from '#shared/connect-errors.ts'
import { capabilityWords } from './capability-words.ts'

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
  /** The account that was to come back; absent when a new one was wanted. */
  expected?: string | undefined
  error?: string | undefined
}

/** What to say when the browser is back from TikTok. */
export function connectResult(back: ConnectReturn, accounts: readonly Account[]): ConnectResult | null {
  if (back.error !== undefined) {
    const { title, detail, remedy } = connectErrorWords(back.error)
    return { tone: 'bad', title, detail: `${detail} ${remedy}` }
  }
  if (back.connected === undefined) return null
  const name = nameOf(accounts, back.connected)
  return strayed(back, name, accounts) ?? partial(back, name, accounts) ?? good(back, name)
}

/** Another account than the one that was meant: TikTok offers whoever is signed in there. */
function strayed({ connected, expected, again }: ConnectReturn, name: string, accounts: readonly Account[]) {
  if (expected !== undefined && expected !== connected) {
    return warning(
      `${name} came back, not ${nameOf(accounts, expected)}`,
      `${switchAdvice} Then reconnect ${nameOf(accounts, expected)} again.`,
    )
  }
  if (expected !== undefined || !again) return null
  return warning(
    `${name} came back: it was connected already`,
    `Its permission was renewed and its history is kept. To add another account: ${switchAdvice}`,
  )
}

function partial({ connected }: ConnectReturn, name: string, accounts: readonly Account[]) {
  const account = accounts.find(({ id }) => id === connected)
  const missing = account ? capabilityWords(account.capabilities).missing : []
  if (missing.length === 0) return null
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(missing)
  return warning(
    `${name} is connected, with fewer permissions`,
    `Clipdeck may not ${list}. To allow it, reconnect the account and leave every permission ticked.`,
  )
}

function good({ expected }: ConnectReturn, name: string): ConnectResult {
  return expected === undefined
    ? { tone: 'good', title: `${name} is connected`, detail: 'You can publish to it now.' }
    : { tone: 'good', title: `${name} is connected again`, detail: 'Posts that waited for it go on by themselves.' }
}

function warning(title: string, detail: string): ConnectResult {
  return { tone: 'warn', title, detail }
}

const switchAdvice =
  'TikTok offers the account that is signed in there. Switch accounts on its page, or use a private window.'

function nameOf(accounts: readonly Account[], id: string): string {
  return accounts.find((account) => account.id === id)?.displayName ?? 'The account'
}
