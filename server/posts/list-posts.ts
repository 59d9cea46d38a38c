import { type RawBuilder, sql } from 'kysely'
import type { PostStatus } from '#shared/post-status.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { DbOrTx } from '../db/db.ts'
import type { PostRow } from '../db/tables.ts'

/** A post's publication statuses that lead to each derived status: mirrors `postStatus` in shared/post-status.ts. */
const statusFilters: Record<PostStatus, RawBuilder<boolean>> = {
  attention: sql`bool_or(status in ('held', 'unconfirmed'))`,
  cancelled: sql`bool_and(status = 'cancelled')`,
  publishing: sql`not bool_or(status in ('held', 'unconfirmed')) and (bool_or(status in ('publishing', 'processing'))
    or (bool_or(status = 'scheduled') and bool_or(status in ('published', 'inbox'))))`,
  scheduled: sql`bool_or(status = 'scheduled')
    and not bool_or(status in ('held', 'unconfirmed', 'publishing', 'processing', 'published', 'inbox'))`,
  draft: sql`bool_or(status = 'draft') and bool_and(status in ('draft', 'cancelled'))`,
  published: sql`bool_or(status in ('published', 'inbox')) and bool_and(status in ('published', 'inbox', 'cancelled'))`,
  failed: sql`bool_or(status = 'failed') and bool_and(status in ('failed', 'cancelled'))`,
  partial: sql`not bool_or(status in ('held', 'unconfirmed', 'publishing', 'processing', 'scheduled'))
    and count(distinct status) filter (where status <> 'cancelled') > 1
    and not bool_and(status in ('published', 'inbox', 'cancelled'))`,
}

type Statement = RawBuilder<unknown>

const PUBLISHED: PublicationStatus[] = ['published', 'inbox']

/** Publication statuses of which a post in the derived status has at least one. */
const statusSigns: Record<PostStatus, PublicationStatus[]> = {
  attention: ['held', 'unconfirmed'],
  cancelled: ['cancelled'],
  publishing: ['publishing', 'processing'],
  scheduled: ['scheduled'],
  draft: ['draft'],
  published: PUBLISHED,
  failed: ['failed'],
  partial: ['failed', 'draft'],
}

export type PostsFilter = {
  status?: PostStatus | undefined
  accountId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  before?: { createdAt: Date; id: string } | undefined
}

/**
 * Posts of the workspace, newest first. `from` and `to` are about the time of publishing. Each filter goes a way that reads
 * little however many posts there are; the planner cannot find it, because it does not know that what was made lately is due
 * later.
 */
export async function listPosts(tx: DbOrTx, workspaceId: string, filter: PostsFilter): Promise<PostRow[]> {
  const isNarrow = filter.accountId || filter.from || filter.to
  const ways = isNarrow ? [narrowed(workspaceId, filter)] : newestFirst(workspaceId, filter)
  const { rows } = await sql<PostRow>`
    select posts.* from posts join (
      select distinct created_at, id from (${unionAll(ways.map((way) => firstOf(way, filter)))}) as found
      order by created_at desc, id desc limit ${filter.limit}
    ) as page using (id) order by posts.created_at desc, posts.id desc`.execute(tx)
  return rows
}

/** The newest of these that are in the status. "offset 0" is a fence: the planner leaves what is behind it in its order. */
function firstOf(way: Statement, { status, limit }: PostsFilter): Statement {
  return status
    ? sql`(select created_at, id from (${way} order by created_at desc, id desc offset 0) as candidates
        where ${hasStatus(status)} limit ${limit})`
    : sql`(select created_at, id from (${way} offset 0) as candidates
        order by created_at desc, id desc limit ${limit})`
}

/** All that are published in that time, or on that account: read at once. */
function narrowed(workspaceId: string, { accountId, from, to, status, before }: PostsFilter): Statement {
  const signs = status && signsOf(workspaceId, status).map((sign) => sql`select id from (${sign}) as signs`)
  return sql`select created_at, id from posts where ${all(
    sql`workspace_id = ${workspaceId}`,
    from ? sql`publish_at >= ${new Date(from)}` : null,
    to ? sql`publish_at < ${new Date(to)}` : null,
    isBefore(before, 'created_at', 'id'),
    accountId ? sql`id = any (array(select post_id from publications where account_id = ${accountId}))` : null,
    signs ? sql`id in (${unionAll(signs)})` : null,
  )}`
}

/** Each is read newest first, as far as the page needs. */
function newestFirst(workspaceId: string, { status, before, limit }: PostsFilter): Statement[] {
  if (status)
    return signsOf(workspaceId, status, before).map(
      (sign) => sql`select distinct created_at, id from (${sign}) as signs`,
    )
  const isMeant = all(sql`workspace_id = ${workspaceId}`, isBefore(before, 'created_at', 'id'))
  return [sql`(select created_at, id from posts where ${isMeant} order by created_at desc, id desc limit ${limit})`]
}

/** Posts that may be in that status, as their publications tell. */
function signsOf(workspaceId: string, status: PostStatus, before?: PostsFilter['before']): Statement[] {
  const isOlder = isBefore(before, 'sign.post_created_at', 'sign.post_id')
  const sign = (one: PublicationStatus) => sql`select sign.post_created_at as created_at, sign.post_id as id
    from publications as sign where ${all(
      sql`sign.workspace_id = ${workspaceId} and sign.status = ${sql.lit(one)}`,
      isOlder,
    )}`
  const signs = statusSigns[status].map(sign)
  if (status === 'publishing') return [...signs, ...PUBLISHED.map((ended) => alsoEnded(sign('scheduled'), ended))]
  return status === 'draft' ? [...signs, withoutPublications(workspaceId, before)] : signs
}

/** Of scheduled publications, those of a post of which another one has ended well. */
function alsoEnded(scheduled: Statement, ended: PublicationStatus): Statement {
  return sql`${scheduled} and exists (select from publications as ended where ended.workspace_id = sign.workspace_id
    and ended.status = ${sql.lit(ended)}
    and ended.post_created_at = sign.post_created_at and ended.post_id = sign.post_id)`
}

function withoutPublications(workspaceId: string, before: PostsFilter['before']): Statement {
  return sql`select created_at, id from posts where ${all(
    sql`workspace_id = ${workspaceId} and publish_at is null`,
    isBefore(before, 'created_at', 'id'),
    sql`not exists (select from publications where post_id = posts.id)`,
  )}`
}

function isBefore(before: PostsFilter['before'], createdAt: string, id: string): Statement | null {
  return before ? sql`(${sql.ref(createdAt)}, ${sql.ref(id)}) < (${before.createdAt}, ${before.id})` : null
}

function hasStatus(status: PostStatus): RawBuilder<boolean> {
  return sql`coalesce((select ${statusFilters[status]} from publications where post_id = candidates.id), ${sql.lit(status === 'draft')})`
}

function all(...conditions: (Statement | null)[]): Statement {
  const given = conditions.filter((condition) => condition !== null)
  return sql.join(given, sql` and `)
}

function unionAll(statements: Statement[]): Statement {
  return sql.join(statements, sql` union all `)
}
