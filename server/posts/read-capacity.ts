import type { PublishMode } from '#shared/api/posts.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { type DailyCap, dailyCap } from '../limits/daily-cap.ts'
import { postingAccountsWindow } from '../limits/tiktok-windows.ts'
import { type BookedPlaces, type BookedQuery, listPostingAccounts, readBookedPlaces } from './booked-places-store.ts'
import { appOpensAt } from './find-room.ts'
import { allBooked, capOfMode, freeTime } from './free-times.ts'

/** What is booked of one account's cap in one mode, and when one more fits. */
export type ModeCapacity = { booked: number; used: number; cap: number; firstFreeAt: Date }
export type AccountCapacityView = { account: AccountRow; daily: DailyCap; direct: ModeCapacity; drafts: ModeCapacity }
export type AppCapacity = { used: number; cap: number; firstFreeAt: Date }
export type CapacityView = { app: AppCapacity | null; accounts: AccountCapacityView[] }

const { windowMs: DAY_MS } = postingAccountsWindow

/**
 * What is booked on these accounts from `from` to `to`, and the first free times from `from` or now on. One statement
 * for all of them, and one more for those that are full far ahead.
 */
export async function readCapacity(
  ctx: Context,
  workspaceId: string,
  { accounts, from, to }: { accounts: AccountRow[]; from: Date; to: Date },
): Promise<CapacityView> {
  const now = ctx.clock.now()
  const since = after(now, -DAY_MS)
  const posting = ctx.config.tiktok.isAudited ? null : await listPostingAccounts(ctx.db, since)
  const start = from > now ? from : now
  const before = new Date(Math.max(to.getTime(), start.getTime() + 2 * DAY_MS))
  const query = { workspaceId, accountIds: accounts.map(({ id }) => id), since, now }
  const books = await readBooks(ctx, { ...query, before })

  const views = accounts.map((account) => viewOf(account, books))
  // Past `before` the books are closed: only what is free a whole window earlier is surely free.
  const unsure = views.filter((view) => [view.direct, view.drafts].some(isUnsure)).map(({ account }) => account)
  const allBooks =
    unsure.length > 0 ? await readBooks(ctx, { ...query, accountIds: unsure.map(({ id }) => id) }) : books
  const sure = new Map(unsure.map((account) => [account.id, viewOf(account, allBooks)]))
  return {
    app: posting && appCapacity(posting, start),
    accounts: views.map((view) => sure.get(view.account.id) ?? view),
  }

  function isUnsure({ firstFreeAt }: ModeCapacity): boolean {
    return firstFreeAt.getTime() + DAY_MS > before.getTime()
  }

  function viewOf(account: AccountRow, known: Books): AccountCapacityView {
    const daily = dailyCap(account, ctx.config.tiktok.dailyPosts, now)
    const opensAt = posting && appOpensAt(posting, account)
    const directFrom = opensAt && opensAt > start ? opensAt : start
    return {
      account,
      daily,
      direct: modeView(known(account.id, 'direct'), 'direct', daily, directFrom),
      drafts: modeView(known(account.id, 'draft'), 'draft', daily, start),
    }
  }

  function modeView(places: Places, mode: PublishMode, daily: DailyCap, earliest: Date): ModeCapacity {
    const all = allBooked(places)
    const cap = capOfMode(mode, daily)
    return {
      booked: all.filter((ms) => ms >= from.getTime() && ms < to.getTime()).length,
      used: places.takenMs.length,
      cap: cap.limit,
      firstFreeAt: freeTime(all, cap, earliest),
    }
  }
}

type Places = Pick<BookedPlaces, 'takenMs' | 'plannedMs'>
type Books = (accountId: string, mode: PublishMode) => Places

async function readBooks({ db }: Context, query: BookedQuery): Promise<Books> {
  const rows = await readBookedPlaces(db, query)
  const byKey = new Map(rows.map((row) => [`${row.accountId} ${row.mode}`, row]))
  return (accountId, mode) => byKey.get(`${accountId} ${mode}`) ?? { takenMs: [], plannedMs: [] }
}

function appCapacity(posting: { openId: string; at: Date }[], start: Date): AppCapacity {
  const opensAt = appOpensAt(posting, { openId: '' })
  const firstFreeAt = opensAt && opensAt > start ? opensAt : start
  return { used: posting.length, cap: postingAccountsWindow.limit, firstFreeAt }
}
