import { randomUUID } from 'node:crypto'
import type { Client, Pool } from 'pg'
import { Secret } from '#server/vault/secret.ts'
import type { Vault } from '#server/vault/vault.ts'

type Seed = { count: number; vault: Vault; workspaceId?: string }

/**
 * Accounts that only our database knows, with tokens sealed by this vault: `access of <id>` and `refresh of <id>`.
 * Nothing about them is due for a year. Gives their ids.
 */
export async function seedAccounts(
  pool: Pick<Pool | Client, 'query'>,
  { count, vault, workspaceId }: Seed,
): Promise<string[]> {
  const workspace = workspaceId ?? (await seedWorkspace(pool))
  const ids = Array.from({ length: count }, () => randomUUID())
  const seal = (id: string, kind: 'access' | 'refresh') =>
    vault.seal(new Secret(`${kind} of ${id}`), { ownerId: id, field: `${kind}-token` })
  for (let start = 0; start < count; start += 500) {
    const batch = ids.slice(start, start + 500)
    await pool.query(
      `insert into accounts (id, workspace_id, open_id, display_name, status, scopes, sealed_access_token,
                             sealed_refresh_token, token_lifetime_s, token_expires_at, refresh_expires_at,
                             last_refreshed_at, connected_at, refresh_at, next_sync_at)
       select id, $1, 'seeded-' || id, 'Seeded', 'active', '{user.info.basic}', access, refresh, 31536000,
              now() + interval '1 year', now() + interval '1 year', now(), now(), now() + interval '1 year',
              now() + interval '1 year'
       from unnest($2::uuid[], $3::text[], $4::text[]) as seeded (id, access, refresh)`,
      [
        workspace,
        batch,
        await Promise.all(batch.map((id) => seal(id, 'access'))),
        await Promise.all(batch.map((id) => seal(id, 'refresh'))),
      ],
    )
  }
  return ids
}

async function seedWorkspace(pool: Pick<Pool | Client, 'query'>): Promise<string> {
  const id = randomUUID()
  await pool.query('insert into workspaces (id, name, slug, created_at) values ($1, $2, $2, now())', [
    id,
    `seeded-${id}`,
  ])
  return id
}
