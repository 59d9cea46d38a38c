import type { FullAccount } from '#shared/api/problem.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { AccountRow, PublicationRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { dailyCap } from '../limits/daily-cap.ts'
import { postingAccountsWindow } from '../limits/tiktok-windows.ts'
import { listPostingAccounts, lockPlans, readBooks } from './booked-places-store.ts'
import { allBooked, capOfMode, freeTime, fullnessAt } from './free-times.ts'

/** A publication that is to go out at a time; `path` is the field of the request that says so. */
export type Wish = { publication: PublicationRow; at: Date; path: string }
/** When it goes out, and why that is not the time that was asked for. */
export type Place = { at: Date; full: FullAccount | null }

/**
 * Looks for room in TikTok's caps for each publication at its time, and keeps everybody else from planning on these
 * accounts until the transaction ends. With `next` what does not fit gets the first time that is free; else this throws
 * `no_room`, with one finding for each account that is full.
 */
export async function findRoom(
  ctx: Context,
  tx: Tx,
  { workspaceId, wishes, onFull }: { workspaceId: string; wishes: Wish[]; onFull: 'next' | undefined },
): Promise<Map<string, Place>> {
  const now = ctx.clock.now()
  const lookUp = await openBooks(ctx, tx, { workspaceId, wishes, now })
  const places = new Map<string, Place>()
  for (const wish of wishes) {
    const { accountId, mode, id } = wish.publication
    // A time that has just passed is as good as now.
    const from = wish.at < now ? now : wish.at
    const { freeAt, ...fullness } = lookUp(wish, from)
    const full = { accountId, mode, path: wish.path, ...fullness, firstFreeAt: freeAt.toISOString() }
    places.set(id, freeAt > from ? { at: freeAt, full } : { at: wish.at, full: null })
  }
  const full = [...places.values()].flatMap((place) => place.full ?? [])
  if (full.length > 0 && onFull !== 'next') throw noRoom(full)
  return places
}

/** Why something had to move, as the timeline says it. */
export function reasonOf({ displayName, mode, booked, cap, isAppFull }: FullAccount): string {
  if (isAppFull)
    return `Until TikTok has audited the app, ${cap} accounts may post in 24 hours, and ${booked} others have.`
  const what = mode === 'draft' ? 'drafts' : 'direct posts'
  return `${displayName} has ${booked} ${what} in 24 hours around then, and TikTok takes ${cap}.`
}

function noRoom(full: FullAccount[]): AppError {
  const fields = full.map((each) => ({
    path: each.path,
    message: `${reasonOf(each)} The first free time is ${each.firstFreeAt}.`,
  }))
  const detail = fields.map(({ message }) => message).join(' ')
  return new AppError('no_room', detail, { fields, full })
}

/** Reads what is booked on all accounts of the wishes at once. The answer says what a wish finds. */
async function openBooks(
  { config }: Context,
  tx: Tx,
  { workspaceId, wishes, now }: { workspaceId: string; wishes: Wish[]; now: Date },
) {
  const accountIds = [...new Set(wishes.map(({ publication }) => publication.accountId))]
  await lockPlans(tx, accountIds)
  const since = after(now, -postingAccountsWindow.windowMs)
  const except = wishes.map(({ publication }) => publication.id)
  const accounts = await readBooks(tx, { workspaceId, accountIds, since, now, except })
  const books = new Map(accounts.map((account) => [account.id, account]))
  const posting = config.tiktok.isAudited ? [] : await listPostingAccounts(tx, since)

  return ({ publication: { accountId, mode } }: Wish, at: Date) => {
    const account = books.get(accountId)
    if (!account) throw new Error(`Account ${accountId} was not read.`)
    const booked = allBooked(mode === 'direct' ? account.direct : account.draft)
    const cap = capOfMode(mode, dailyCap(account, config.tiktok.dailyPosts, now))
    const opensAt = mode === 'direct' ? appOpensAt(posting, account) : null
    const { displayName } = account
    if (opensAt && opensAt > at) {
      const freeAt = freeTime(booked, cap, opensAt)
      return { displayName, isAppFull: true, booked: posting.length, cap: postingAccountsWindow.limit, freeAt }
    }
    return { displayName, isAppFull: false, ...fullnessAt(booked, cap, at), freeAt: freeTime(booked, cap, at) }
  }
}

/**
 * When an account that has not posted in 24 h may, as long as the app is not audited. Null: now. What other accounts
 * plan is not counted: they may belong to other workspaces.
 */
export function appOpensAt(
  posting: { openId: string; at: Date }[],
  { openId }: Pick<AccountRow, 'openId'>,
): Date | null {
  const { limit, windowMs } = postingAccountsWindow
  const blocking = posting[posting.length - limit]
  if (!blocking || posting.some((each) => each.openId === openId)) return null
  return after(blocking.at, windowMs)
}
