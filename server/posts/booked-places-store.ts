import { sql } from 'kysely'
import { after } from '../clock.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { dailyPostsWindow, pendingDraftsWindow, postingAccountsWindow } from '../limits/tiktok-windows.ts'

/** Nobody else plans on these accounts until the transaction ends. Taken in one order, so that no two wait for each other. */
export async function lockPlans(tx: Tx, accountIds: string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('plan:' || id, 0))
    from (select distinct id from unnest(${accountIds}::uuid[]) as account (id) order by id) as account`.execute(tx)
}

export type BookedQuery = {
  workspaceId: string
  /** Undefined: all of the workspace. */
  accountIds?: string[] | undefined
  /** Places taken at this moment or before it are no longer in any window. */
  since: Date
  now: Date
  /** Undefined: as far as anything is planned. */
  before?: Date | undefined
  /** Publications that are about to be planned anew. */
  except?: string[]
  /** The last account of the page before. */
  afterId?: string | undefined
  limit?: number | undefined
}

/** In ms since 1970, in no order. `taken`: TikTok counts them already. `planned`: when those are due that have no place yet. */
export type BookedPlaces = { takenMs: number[]; plannedMs: number[] }
/** What is booked on an account. Not the whole row of it: there may be thousands, and nobody looks at their tokens. */
export type AccountBooks = Pick<
  AccountRow,
  'id' | 'openId' | 'displayName' | 'username' | 'learnedPosts' | 'learnedPostsSince' | 'learnedPostsUntil'
> & { direct: BookedPlaces; draft: BookedPlaces }

type Lists = Record<'takenDirect' | 'takenDraft' | 'plannedDirect' | 'plannedDraft', string | null>

/**
 * What is booked in TikTok's windows of accounts, by name. Places that were taken count whoever took them: the window is
 * the creator's, also where another workspace posts to it. Of what is only planned, this workspace's counts.
 */
export async function readBooks(tx: DbOrTx, query: BookedQuery): Promise<AccountBooks[]> {
  const { workspaceId, accountIds, since, now, before, except = [], afterId, limit } = query
  const posts = sql`${dailyPostsWindow('', 0).bucket}::text || account.open_id`
  const drafts = sql`${pendingDraftsWindow('').bucket}::text || account.open_id`
  const { rows } = await sql<Omit<AccountBooks, 'direct' | 'draft'> & Lists>`
    select account.id, account.open_id, account.display_name, account.username,
      account.learned_posts, account.learned_posts_since, account.learned_posts_until,
      taken.direct as taken_direct, taken.draft as taken_draft,
      planned.direct as planned_direct, planned.draft as planned_draft
    from accounts as account
    cross join lateral (
      select string_agg(ms, ',') filter (where bucket = ${posts}) as direct,
        string_agg(ms, ',') filter (where bucket = ${drafts}) as draft
      from (
        select bucket, ${msOf(sql`reserved_at`)} as ms from room_reservations
        where bucket in (${posts}, ${drafts}) and reserved_at > ${since}
          and (member is null or member <> all (${except}::text[]))
      ) as places
    ) as taken
    cross join lateral (
      select string_agg(ms, ',') filter (where mode = 'direct') as direct,
        string_agg(ms, ',') filter (where mode = 'draft') as draft
      from (
        select mode, ${msOf(sql`greatest(next_step_at, ${now})`)} as ms from publications
        where account_id = account.id and status in ('scheduled', 'publishing') and next_step_at is not null
          ${before ? sql`and next_step_at < ${before}` : sql``} and id <> all (${except}::uuid[])
          and (started_at is null or not exists (
            select from room_reservations
            where bucket = case mode when 'direct' then ${posts} else ${drafts} end and member = publications.id::text
              and reserved_at > ${since}
          ))
      ) as steps
    ) as planned
    where account.workspace_id = ${workspaceId}
      ${accountIds ? sql`and account.id = any (${accountIds}::uuid[])` : sql``}
      ${afterId ? sql`and (lower(account.display_name), account.id) > (select lower(display_name), id from accounts where id = ${afterId} and workspace_id = ${workspaceId})` : sql``}
    order by lower(account.display_name), account.id
    limit ${limit ?? null}`.execute(tx)
  return rows.map(({ takenDirect, takenDraft, plannedDirect, plannedDraft, ...account }) => ({
    ...account,
    direct: { takenMs: numbersIn(takenDirect), plannedMs: numbersIn(plannedDirect) },
    draft: { takenMs: numbersIn(takenDraft), plannedMs: numbersIn(plannedDraft) },
  }))
}

/** Which accounts of the app posted since then, as their open ids, and when each of them began. The earliest is first. */
export async function listPostingAccounts(tx: DbOrTx, since: Date): Promise<{ openId: string; at: Date }[]> {
  const rows = await tx
    .selectFrom('roomReservations')
    .select(['member', 'reservedAt'])
    .where('bucket', '=', postingAccountsWindow.bucket)
    .where('reservedAt', '>', since)
    .orderBy('reservedAt')
    .execute()
  return rows.flatMap(({ member, reservedAt }) => (member === null ? [] : [{ openId: member, at: reservedAt }]))
}

/**
 * Since when TikTok may count each direct post of this creator in the window that ends at `now`, ascending: from the
 * place that was taken, or, where that has run out, from when it was published. Nobody takes a place until the transaction ends.
 */
export async function listCountedPosts(tx: Tx, openId: string, now: Date): Promise<Date[]> {
  const { bucket, windowMs } = dailyPostsWindow(openId, 0)
  const since = after(now, -windowMs)
  await sql`select pg_advisory_xact_lock(hashtextextended(${bucket}, 0))`.execute(tx)
  const { rows } = await sql<{ at: Date }>`
    with places as (
      select member, reserved_at as at from room_reservations where bucket = ${bucket} and reserved_at > ${since}
    )
    select at from places
    union all
    select finished_at from publications join accounts on accounts.id = account_id
    where open_id = ${openId} and mode = 'direct' and publications.status = 'published' and finished_at > ${since}
      and publications.id::text not in (select member from places where member is not null)
    order by at`.execute(tx)
  return rows.map(({ at }) => at)
}

function msOf(time: ReturnType<typeof sql>) {
  return sql`(date_part('epoch', ${time}) * 1000)::bigint::text`
}

function numbersIn(list: string | null): number[] {
  return list === null ? [] : list.split(',').map(Number)
}
