import type { Insertable } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationEventRow, PublicationEventsTable } from '../db/tables.ts'

export async function insertEvent(tx: DbOrTx, event: Insertable<PublicationEventsTable>): Promise<void> {
  await tx.insertInto('publicationEvents').values(event).execute()
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
