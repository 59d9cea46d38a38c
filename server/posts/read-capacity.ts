import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { type DailyCap, dailyCap } from '../limits/daily-cap.ts'
import { postingAccountsWindow } from '../limits/tiktok-windows.ts'
import { type AccountBooks, type BookedPlaces, listPostingAccounts, readBooks } from './booked-places-store.ts'
import { appOpensAt } from './find-room.ts'
import { allBooked, capOfMode, freeTime, type ModeCap } from './free-times.ts'

/** What is booked of one account's cap in one mode, and when one more fits. */
export type ModeCapacity = { booked: number; used: number; cap: number; firstFreeAt: Date }
export type AccountCapacityView = {
  account: Pick<AccountBooks, 'id' | 'displayName' | 'username'>
  daily: DailyCap
  direct: ModeCapacity
  drafts: ModeCapacity
}
export type AppCapacity = { used: number; cap: number; firstFreeAt: Date }
export type CapacityView = { app: AppCapacity | null; accounts: AccountCapacityView[] }

export type CapacityRange = { from: Date; to: Date }
export type CapacityPage = { accountIds?: string[]; limit?: number; afterId?: string | undefined }

const { windowMs: DAY_MS } = postingAccountsWindow

/**
 * What is booked on accounts of the workspace from `from` to `to`, and the first free times from `from` or now on. One
 * statement for all of them, and one more for those that are full far ahead.
 */
export async function readCapacity(
  ctx: Context,
  workspaceId: string,
  range: CapacityRange & CapacityPage,
): Promise<CapacityView> {
  const { from, to, ...page } = range
  const now = ctx.clock.now()
  const since = after(now, -DAY_MS)
  const start = from > now ? from : now
  const before = new Date(Math.max(to.getTime(), start.getTime() + 2 * DAY_MS))
  const posting = ctx.config.tiktok.isAudited ? null : await listPostingAccounts(ctx.db, since)
  const question = { from, to, start, now, posting: posting ?? [], dailyPosts: ctx.config.tiktok.dailyPosts }

  const views = (await readBooks(ctx.db, { workspaceId, since, now, before, ...page })).map((books) =>
    viewOf(books, question),
  )
  // The books end at `before`: only what is free a whole window earlier is surely free.
  const unsure = views.filter(({ direct, drafts }) =>
    [direct, drafts].some(({ firstFreeAt }) => firstFreeAt.getTime() + DAY_MS > before.getTime()),
  )
  const accountIds = unsure.map(({ account }) => account.id)
  const whole = unsure.length > 0 ? await readBooks(ctx.db, { workspaceId, since, now, accountIds }) : []
  const sure = new Map(whole.map((books) => [books.id, viewOf(books, question)]))
  return {
    app: posting && appCapacity(posting, start),
    accounts: views.map((view) => sure.get(view.account.id) ?? view),
  }
}

type Question = CapacityRange & {
  start: Date
  now: Date
  posting: { openId: string; at: Date }[]
  dailyPosts: number
}

function viewOf({ direct, draft, ...account }: AccountBooks, question: Question): AccountCapacityView {
  const { now, start, posting, dailyPosts } = question
  const daily = dailyCap(account, dailyPosts, now)
  const opensAt = appOpensAt(posting, account) ?? start
  return {
    account,
    daily,
    direct: modeView(direct, capOfMode('direct', daily), opensAt > start ? opensAt : start, question),
    drafts: modeView(draft, capOfMode('draft', daily), start, question),
  }
}

function modeView(places: BookedPlaces, cap: ModeCap, earliest: Date, { from, to }: CapacityRange): ModeCapacity {
  const all = allBooked(places)
  return {
    booked: all.filter((ms) => ms >= from.getTime() && ms < to.getTime()).length,
    used: places.takenMs.length,
    cap: cap.limit,
    firstFreeAt: freeTime(all, cap, earliest),
  }
}

function appCapacity(posting: { openId: string; at: Date }[], start: Date): AppCapacity {
  const opensAt = appOpensAt(posting, { openId: '' })
  const firstFreeAt = opensAt && opensAt > start ? opensAt : start
  return { used: posting.length, cap: postingAccountsWindow.limit, firstFreeAt }
}
