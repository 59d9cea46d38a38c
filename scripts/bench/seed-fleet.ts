import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { Secret } from '#server/vault/secret.ts'
import type { Vault } from '#server/vault/vault.ts'
import type { SeededGrant } from './simulator-process.ts'

const BATCH = 500

/**
 * Accounts of the workspace with tokens that TikTok knows, good for a day, sealed as the product seals them. Nothing but
 * publishing is due on them. Gives their ids in the order of the grants.
 */
export async function seedFleet(
  database: Client,
  { workspaceId, vault, grants }: { workspaceId: string; vault: Vault; grants: SeededGrant[] },
): Promise<string[]> {
  const rows = await Promise.all(
    grants.map(async ({ openId, username, accessToken, refreshToken, scopes }) => {
      const id = randomUUID()
      const seal = (text: string, field: string) => vault.seal(new Secret(text), { ownerId: id, field })
      const [access, refresh] = [await seal(accessToken, 'access-token'), await seal(refreshToken, 'refresh-token')]
      return { id, openId, username, scopes, access, refresh }
    }),
  )
  for (let start = 0; start < rows.length; start += BATCH)
    await database.query(
      `insert into accounts (id, workspace_id, open_id, username, display_name, status, scopes, sealed_access_token,
                             sealed_refresh_token, token_lifetime_s, token_expires_at, refresh_expires_at,
                             last_refreshed_at, connected_at, refresh_at, next_sync_at)
       select id, $1, "openId", username, username, 'active', scopes, access, refresh, 86400,
              now() + interval '1 day', now() + interval '180 days', now(), now(), now() + interval '18 hours',
              now() + interval '1 day'
       from jsonb_to_recordset($2) as seeded (id uuid, "openId" text, username text, scopes text[], access text, refresh text)`,
      [workspaceId, JSON.stringify(rows.slice(start, start + BATCH))],
    )
  return rows.map(({ id }) => id)
}
