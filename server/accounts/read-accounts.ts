import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { type DailyCap, dailyCap } from '../limits/daily-cap.ts'
import { dailyPostsWindow } from '../limits/tiktok-windows.ts'
import { countPlaces, lastPublications } from './account-figures-store.ts'

/** An account with what only other tables know of it. */
export type AccountView = {
  account: AccountRow
  postsToday: { used: number; cap: DailyCap }
  lastPublishedAt: Date | null
}

/** Completes accounts in two statements, however many they are. */
export async function readAccounts({ db, clock, config }: Context, accounts: AccountRow[]): Promise<AccountView[]> {
  const ids = accounts.map(({ id }) => id)
  const now = clock.now()
  const { dailyPosts } = config.tiktok
  const windows = accounts.map(({ openId }) => dailyPostsWindow(openId, dailyPosts))
  const since = after(now, -Math.max(0, ...windows.map(({ windowMs }) => windowMs)))
  const buckets = windows.map(({ bucket }) => bucket)
  const [used, published] = await Promise.all([countPlaces(db, buckets, since), lastPublications(db, ids)])
  return accounts.map((account) => {
    const { bucket } = dailyPostsWindow(account.openId, dailyPosts)
    const lastPublishedAt = published.get(account.id) ?? null
    const cap = dailyCap(account, dailyPosts, now)
    return { account, postsToday: { used: used.get(bucket) ?? 0, cap }, lastPublishedAt }
  })
}

/** The same for one account. */
export async function readAccount(ctx: Context, account: AccountRow): Promise<AccountView> {
  const [view] = await readAccounts(ctx, [account])
  if (!view) throw new Error(`Account ${account.id} was not read.`)
  return view
}
