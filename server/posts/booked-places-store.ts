import { sql } from 'kysely'
import type { PublishMode } from '#shared/api/posts.ts'
import type { DbOrTx, Tx } from '../db/db.ts'
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
}

export type BookedPlaces = {
  accountId: string
  mode: PublishMode
  /** Places that were taken: TikTok counts them already. Ascending, in ms since 1970. */
  takenMs: number[]
  /** When those are due that have none yet. Ascending, in ms since 1970. */
  plannedMs: number[]
}

/**
 * What is booked in TikTok's windows of these accounts, by mode. Places that were taken count whoever took them: the
 * window is the creator's, also where another workspace posts to it. Of what is only planned, this workspace's counts.
 */
export async function readBookedPlaces(tx: DbOrTx, query: BookedQuery): Promise<BookedPlaces[]> {
  const { workspaceId, accountIds, since, now, before, except = [] } = query
  const ofThese = accountIds ? sql`and account.id = any (${accountIds}::uuid[])` : sql``
  const inTime = before ? sql`and next_step_at < ${before}` : sql``
  const { rows } = await sql<{ accountId: string; mode: PublishMode; taken: string | null; planned: string | null }>`
    select account.id as account_id, windows.mode, taken.at as taken, planned.at as planned
    from accounts as account
    cross join (values ('direct', ${dailyPostsWindow('', 0).bucket}), ('draft', ${pendingDraftsWindow('').bucket}))
      as windows (mode, bucket)
    cross join lateral (
      select string_agg(ms::text, ',' order by ms) as at
      from (
        select ${msOf(sql`reserved_at`)} as ms from room_reservations
        where room_reservations.bucket = windows.bucket || account.open_id and reserved_at > ${since}
          and (member is null or member <> all (${except}::text[]))
      ) as places
    ) as taken
    cross join lateral (
      select string_agg(ms::text, ',' order by ms) as at
      from (
        select ${msOf(sql`greatest(next_step_at, ${now})`)} as ms from publications
        where account_id = account.id and publications.mode = windows.mode
          and status in ('scheduled', 'publishing') and next_step_at is not null
          and id <> all (${except}::uuid[]) ${inTime}
          and (started_at is null or not exists (
            select from room_reservations
            where room_reservations.bucket = windows.bucket || account.open_id and member = publications.id::text
              and reserved_at > ${since}
          ))
      ) as steps
    ) as planned
    where account.workspace_id = ${workspaceId} ${ofThese}
      and (taken.at is not null or planned.at is not null)`.execute(tx)
  return rows.map(({ accountId, mode, taken, planned }) => ({
    accountId,
    mode,
    takenMs: numbersIn(taken),
    plannedMs: numbersIn(planned),
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

function msOf(time: ReturnType<typeof sql>) {
  return sql`(extract(epoch from ${time}) * 1000)::bigint`
}

function numbersIn(list: string | null): number[] {
  return list === null ? [] : list.split(',').map(Number)
}
