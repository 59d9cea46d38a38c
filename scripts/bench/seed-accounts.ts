import { randomUUID } from 'node:crypto'
import { addRefresh } from '#server/accounts/add-refresh.ts'
import { type Context, createContext } from '#server/context.ts'
import { Secret } from '#server/vault/secret.ts'
import type { SeededGrant } from './simulator-process.ts'

const BATCH = 250
const LIFETIME_S = 7200
const DAY_MS = 24 * 60 * 60 * 1000

/** Accounts with these grants, each sealed as the product seals it, and each with a refresh job that is due. */
export async function seedAccounts(parts: Parameters<typeof createContext>[0], grants: SeededGrant[]): Promise<void> {
  await using ctx = await createContext({ ...parts, config: { ...parts.config, role: 'api' } })
  const workspaceId = randomUUID()
  await ctx.pool.query('insert into workspaces (id, name, slug, created_at) values ($1, $2, $2, now())', [
    workspaceId,
    'bench',
  ])
  for (let start = 0; start < grants.length; start += BATCH) {
    const rows = await Promise.all(
      grants.slice(start, start + BATCH).map((grant) => accountOf(ctx, workspaceId, grant)),
    )
    await ctx.db.transaction().execute(async (tx) => {
      const accounts = await tx.insertInto('accounts').values(rows).returningAll().execute()
      for (const account of accounts) await addRefresh(ctx, tx, account)
    })
  }
}

async function accountOf(ctx: Context, workspaceId: string, { openId, refreshToken, scopes }: SeededGrant) {
  const id = randomUUID()
  const now = Date.now()
  const seal = (text: string, field: string) => ctx.vault.seal(new Secret(text), { ownerId: id, field })
  return {
    id,
    workspaceId,
    openId,
    unionId: null,
    username: null,
    displayName: openId,
    avatarUrl: null,
    status: 'active' as const,
    scopes,
    sealedAccessToken: await seal('act.bench', 'access-token'),
    sealedRefreshToken: await seal(refreshToken, 'refresh-token'),
    tokenLifetimeS: LIFETIME_S,
    tokenExpiresAt: new Date(now + (LIFETIME_S * 1000) / 5),
    refreshExpiresAt: new Date(now + 180 * DAY_MS),
    refreshAt: new Date(now),
    connectedAt: new Date(now),
  }
}
