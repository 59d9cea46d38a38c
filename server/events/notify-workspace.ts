import { sql } from 'kysely'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import type { DbOrTx } from '../db/db.ts'

export const CHANNEL = 'clipdeck'

/** Tells everyone who watches the workspace. Inside a transaction it goes out only if that commits. */
export async function notifyWorkspace(tx: DbOrTx, workspaceId: string, event: WorkspaceEvent): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${noticeOf(workspaceId, event)})`.execute(tx)
}

/** The text of a notification, as `createWorkspaceFeed` reads it. */
export function noticeOf(workspaceId: string, event: WorkspaceEvent): string {
  return JSON.stringify({ workspaceId, event })
}
