import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import type { Auth } from './auth.ts'

/** A new key of the workspace. The answer is the only place where the key itself ever stands. */
export async function createApiKey(
  auth: Auth,
  { name, userId, workspaceId }: { name: string; userId: string; workspaceId: string },
) {
  const { id, key } = await auth.api.createApiKey({ body: { name, userId, organizationId: workspaceId } })
  return { id, name, key }
}

export async function listApiKeys(db: Db, workspaceId: string) {
  return db
    .selectFrom('apiKeys')
    .select(['id', 'name', 'start', 'referenceId', 'lastRequest', 'createdAt'])
    .where('referenceId', '=', workspaceId)
    .orderBy('createdAt')
    .execute()
}

/** The key stops working at once. */
export async function deleteApiKey(db: Db, workspaceId: string, id: string): Promise<void> {
  const deleted = await db
    .deleteFrom('apiKeys')
    .where('id', '=', id)
    .where('referenceId', '=', workspaceId)
    .returning('id')
    .executeTakeFirst()
  if (!deleted) throw notFound('API key')
}
