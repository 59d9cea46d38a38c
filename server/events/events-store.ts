import { type Insertable, sql } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationEventRow, PublicationEventsTable } from '../db/tables.ts'

/** Adds steps to timelines, and tells those who listen on `channel` of each in words of `notices`, by one statement. */
export async function insertEvents(
  tx: DbOrTx,
  events: Insertable<PublicationEventsTable>[],
  { channel, notices }: { channel: string; notices: string[] },
): Promise<void> {
  await tx
    .with('happened', (db) => db.insertInto('publicationEvents').values(events))
    .selectFrom(sql<{ text: string }>`unnest(${notices}::text[])`.as<'notice'>(sql`notice (text)`))
    .select(sql`pg_notify(${channel}, notice.text)`.as('told'))
    .execute()
}

/** The timeline of one publication, oldest first. */
export async function listEvents(
  tx: DbOrTx,
  workspaceId: string,
  publicationId: string,
): Promise<PublicationEventRow[]> {
  return tx
    .selectFrom('publicationEvents')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('publicationId', '=', publicationId)
    .orderBy('id')
    .execute()
}

/** True when this step stands in the publication's timeline. */
export async function hasEvent(tx: DbOrTx, publicationId: string, kind: string): Promise<boolean> {
  const row = await tx
    .selectFrom('publicationEvents')
    .select('id')
    .where('publicationId', '=', publicationId)
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type HistoryFilter = {
  accountId?: string | undefined
  status?: PublicationEventRow['status'] | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  beforeId?: number | undefined
}

/** Steps of the whole workspace, newest first. */
export async function listHistory(
  tx: DbOrTx,
  workspaceId: string,
  filter: HistoryFilter,
): Promise<PublicationEventRow[]> {
  let query = tx.selectFrom('publicationEvents').selectAll().where('workspaceId', '=', workspaceId)
  if (filter.accountId) query = query.where('accountId', '=', filter.accountId)
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.from) query = query.where('at', '>=', new Date(filter.from))
  if (filter.to) query = query.where('at', '<', new Date(filter.to))
  if (filter.beforeId) query = query.where('id', '<', filter.beforeId)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}
