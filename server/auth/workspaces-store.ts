import type { Selectable, Updateable } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { WorkspacesTable } from '../db/tables.ts'

export async function getWorkspace(tx: DbOrTx, id: string): Promise<Selectable<WorkspacesTable>> {
  return tx.selectFrom('workspaces').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** Per workspace, how many minutes late a publication may begin. */
export async function lateLimits(tx: DbOrTx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('workspaces')
    .select(['id', 'publishLateMaxMinutes'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, publishLateMaxMinutes }) => [id, publishLateMaxMinutes]))
}

export async function updateWorkspace(
  tx: DbOrTx,
  id: string,
  change: Pick<Updateable<WorkspacesTable>, 'publishLateMaxMinutes'>,
): Promise<void> {
  await tx.updateTable('workspaces').set(change).where('id', '=', id).execute()
}
