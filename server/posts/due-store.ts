import { sql } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'

/** A publication that is leased to this worker from now on. `wasScheduled`: nothing of it is under way. */
export type TakenRow = PublicationRow & { isFirst: boolean; wasScheduled: boolean }

const WAITS = sql`status in ('scheduled', 'publishing') and next_step_at is not null`
const IS_TRACKED = sql`status in ('processing', 'unconfirmed', 'published')`
const isFree = (now: Date) => sql`(lease_until is null or lease_until <= ${now})`

/** Whether anything is due: what an idle worker asks, in one look at two indexes. */
export async function findDue(tx: DbOrTx, now: Date): Promise<{ publish: boolean; track: boolean }> {
  const { rows } = await sql<{ publish: boolean; track: boolean }>`
    select exists (select from publications where ${WAITS} and next_step_at <= ${now} and ${isFree(now)}) as publish,
      exists (select from publications where ${IS_TRACKED} and next_step_at <= ${now}) as track`.execute(tx)
  return rows[0] ?? { publish: false, track: false }
}

export type Taking = { now: Date; until: Date; limit: number }

/**
 * Leases due publications: of each account the one that is due longest, unless another one of it is being worked on;
 * of the workspaces each in its turn, the more it has under way the later. Of two workers one gets the row.
 */
export async function takeFairly(
  tx: DbOrTx,
  { limit, crowded, ...taking }: Taking & { crowded: string[] },
): Promise<TakenRow[]> {
  const { now } = taking
  // The heads of all accounts by jumping from one account to the next in publications_queue_idx.
  const turns = sql`
    with recursive heads as (
      (select account_id, id, workspace_id, next_step_at from publications where ${WAITS}
        order by account_id, next_step_at, publish_at, id limit 1)
      union all
      select head.* from heads cross join lateral (
        select account_id, id, workspace_id, next_step_at from publications
        where ${WAITS} and account_id > heads.account_id
        order by account_id, next_step_at, publish_at, id limit 1) as head
    ), busy as (
      select workspace_id, account_id from publications where lease_id is not null and lease_until > ${now}
    ), under_way as (select workspace_id, count(*) as count from busy group by workspace_id)
    select heads.id, heads.next_step_at, coalesce(under_way.count, 0) + row_number() over (
      partition by heads.workspace_id order by heads.next_step_at, heads.id) as turn
    from heads left join under_way using (workspace_id)
    where heads.next_step_at <= ${now} and heads.workspace_id <> all (${crowded}::uuid[])
      and heads.account_id not in (select account_id from busy)
    order by turn, heads.next_step_at limit ${limit}`
  return take(tx, sql`join (select id from (${turns}) as turns) as wanted using (id)`, taking)
}

/** The same for one publication, whatever else its account does. */
export async function takeOne(tx: DbOrTx, { id, ...taking }: Omit<Taking, 'limit'> & { id: string }) {
  return take(tx, sql`join (select ${id}::uuid as id) as wanted using (id)`, taking)
}

async function take(
  tx: DbOrTx,
  wanted: ReturnType<typeof sql>,
  { now, until }: Omit<Taking, 'limit'>,
): Promise<TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    with picked as (
      select publications.id, started_at is null as is_first, status = 'scheduled' as was_scheduled
      from publications ${wanted}
      where ${WAITS} and publications.next_step_at <= ${now} and ${isFree(now)}
      for update of publications skip locked
    )
    update publications set status = 'publishing', lease_id = gen_random_uuid(), lease_until = ${until},
      started_at = coalesce(started_at, ${now}), attempts = greatest(attempts, 1),
      updated_at = case when status = 'scheduled' then ${now} else updated_at end
    from picked where publications.id = picked.id
    returning publications.*, picked.is_first, picked.was_scheduled`.execute(tx)
  return rows
}

/** Claims due polls, the longest due first: of two workers one asks. */
export async function takePolls(
  tx: DbOrTx,
  { now, until, limit, id = null }: Taking & { id?: string | null },
): Promise<PublicationRow[]> {
  const { rows } = await sql<PublicationRow>`
    with picked as (
      select id from publications
      where ${IS_TRACKED} and next_step_at <= ${now} and (${id}::uuid is null or id = ${id})
      order by next_step_at limit ${limit} for update skip locked
    )
    update publications set next_step_at = ${until} from picked where publications.id = picked.id
    returning publications.*`.execute(tx)
  return rows
}
