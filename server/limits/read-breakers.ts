import { BREAKER_SCOPES, type Breaker } from '#shared/api/breakers.ts'
import { after, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import type { CircuitBreakerRow } from '../db/tables.ts'
import { apiHost, type BreakerName } from './call-route.ts'
import { breakerState, STREAK_GAP_MS } from './circuit-breaker.ts'
import { listTroubledOf } from './circuit-breakers-store.ts'

type Needs = { db: Db; clock: Clock; config: Config }

/**
 * The breakers that a workspace may see, those of hosts first: always that of the API's host, the others while they have
 * something to tell.
 */
export async function readBreakers({ db, clock, config }: Needs, workspaceId: string): Promise<Breaker[]> {
  const now = clock.now()
  const rows = await listTroubledOf(db, workspaceId, after(now, -STREAK_GAP_MS))
  const api = apiHost(config)
  const isQuiet = rows.every(({ key }) => key !== api.key)
  const items = [...(isQuiet ? [closed(api)] : []), ...rows.map((row) => present(row, now))]
  return BREAKER_SCOPES.flatMap((scope) => items.filter((each) => each.scope === scope))
}

function present(row: CircuitBreakerRow, now: Date): Breaker {
  return {
    scope: row.scope,
    host: row.host,
    accountId: row.accountId,
    state: breakerState(row, now),
    failures: row.failures,
    lastErrorCode: row.lastErrorCode,
    lastFailureAt: row.lastFailureAt?.toISOString() ?? null,
    openedAt: row.openedAt?.toISOString() ?? null,
    openUntil: row.openUntil?.toISOString() ?? null,
  }
}

function closed({ scope, host, accountId }: BreakerName): Breaker {
  const silence = { lastErrorCode: null, lastFailureAt: null, openedAt: null, openUntil: null }
  return { scope, host, accountId, state: 'closed', failures: 0, ...silence }
}
