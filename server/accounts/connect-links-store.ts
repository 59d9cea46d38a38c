import { type Insertable, sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { ConnectLinkRow, ConnectLinksTable } from '../db/tables.ts'

export async function insertLink(tx: DbOrTx, link: Insertable<ConnectLinksTable>): Promise<ConnectLinkRow> {
  return tx.insertInto('connectLinks').values(link).returningAll().executeTakeFirstOrThrow()
}

export type ListedLink = ConnectLinkRow & { accountName: string | null; accountUsername: string | null }

/** The workspace's links, the newest first, each with the account that came of it. */
export async function listLinks(
  tx: DbOrTx,
  workspaceId: string,
  { limit, before }: { limit: number; before?: { createdAt: Date; id: string } | undefined },
): Promise<ListedLink[]> {
  let query = tx
    .selectFrom('connectLinks')
    .leftJoin('accounts', 'accounts.id', 'connectLinks.usedByAccountId')
    .selectAll('connectLinks')
    .select(['accounts.displayName as accountName', 'accounts.username as accountUsername'])
    .where('connectLinks.workspaceId', '=', workspaceId)
  if (before)
    query = query.where(
      sql<boolean>`(connect_links.created_at, connect_links.id) < (${before.createdAt}, ${before.id})`,
    )
  return query.orderBy('connectLinks.createdAt', 'desc').orderBy('connectLinks.id', 'desc').limit(limit).execute()
}

export async function findLink(tx: DbOrTx, workspaceId: string, id: string): Promise<ConnectLinkRow | undefined> {
  return tx
    .selectFrom('connectLinks')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export type InvitingLink = ConnectLinkRow & { workspaceName: string }

export async function findLinkByHash(tx: DbOrTx, tokenHash: string): Promise<InvitingLink | undefined> {
  return tx
    .selectFrom('connectLinks')
    .innerJoin('workspaces', 'workspaces.id', 'connectLinks.workspaceId')
    .selectAll('connectLinks')
    .select('workspaces.name as workspaceName')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
}

export async function getLink(tx: DbOrTx, id: string): Promise<ConnectLinkRow> {
  return tx.selectFrom('connectLinks').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** Uses an open link up. False: it is not open, or another browser was faster. */
export async function takeLink(
  tx: Tx,
  id: string,
  { accountId, now }: { accountId: string; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('connectLinks')
    .set({ usedAt: now, usedByAccountId: accountId })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** False: it was used before. */
export async function closeLink(tx: DbOrTx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('connectLinks')
    .set({ revokedAt: sql`coalesce(revoked_at, ${now})` })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
