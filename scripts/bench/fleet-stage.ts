import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '#server/config.ts'
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts'
import { newEncryptionKey } from '#server/generated-secrets.ts'
import { createVault } from '#server/vault/vault.ts'
import { freePort } from '../../test/app.ts'
import { startServerProcess } from '../../test/server-process.ts'
import { seedFleet } from './seed-fleet.ts'
import { signUp } from './sign-up.ts'
import { seedGrants, startSimulator } from './simulator-process.ts'

const CLIENT = { key: 'bench-app', secret: 'bench-secret-of-the-app' }
const silent = { info: () => {}, warn: () => {}, error: () => {} }

type Request = {
  /** Connected accounts, each of a creator of its own. */
  accounts: number
  /** Creators whose grants the product does not know. */
  strangers?: number
  /** Processes of the product: the first has the API too. */
  workers?: number
  /** For the processes of the product. */
  env?: Record<string, string>
}

/**
 * PostgreSQL, the simulator (with webhooks) and Clipdeck as processes of this machine with the settings of the product, one
 * user, and many connected accounts. PostgreSQL counts its statements (pg_stat_statements).
 */
export async function startFleetStage({ accounts, strangers = 0, workers = 1, env: more = {} }: Request) {
  await using cleanUp = new AsyncDisposableStack()
  const workDir = await mkdtemp(join(tmpdir(), 'clipdeck-bench-'))
  cleanUp.defer(() => rm(workDir, { recursive: true, force: true }))
  const postgres = cleanUp.use(
    await startEmbeddedPostgres({
      dataDir: join(workDir, 'postgres'),
      logger: silent,
      settings: { shared_preload_libraries: 'pg_stat_statements' },
    }),
  )
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const grants = await seedGrants(join(workDir, 'simulator'), CLIENT.key, accounts + strangers)
  const simulator = cleanUp.use(
    await startSimulator({
      SIMULATOR_DATA_DIR: join(workDir, 'simulator'),
      SIMULATOR_CLIENT_KEY: CLIENT.key,
      SIMULATOR_CLIENT_SECRET: CLIENT.secret,
      SIMULATOR_WEBHOOK_URL: `${url}/api/v1/tiktok/webhooks`,
    }),
  )
  const env = {
    PORT: String(port),
    APP_URL: url,
    DATA_DIR: join(workDir, 'data'),
    DATABASE_URL: postgres.url,
    ENCRYPTION_KEYS: newEncryptionKey(),
    TIKTOK_CLIENT_KEY: CLIENT.key,
    TIKTOK_CLIENT_SECRET: CLIENT.secret,
    TIKTOK_API_URL: simulator.url,
    TIKTOK_APP_AUDITED: 'true',
    ...more,
  }
  const servers = [cleanUp.use(await startServerProcess({ ...env, ROLE: 'all' }))]
  while (servers.length < workers) servers.push(cleanUp.use(await startServerProcess({ ...env, ROLE: 'worker' })))
  const person = await signUp(url)
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  cleanUp.defer(() => database.end())
  await database.query('create extension pg_stat_statements')
  const { rows } = await database.query<{ id: string }>('select id from workspaces')
  const workspaceId = rows[0]?.id ?? ''
  const vault = createVault(readConfig(env).secrets.encryptionKeys)
  const accountIds = await seedFleet(database, { workspaceId, vault, grants: grants.slice(0, accounts) })

  const owned = cleanUp.move()
  return {
    url,
    person,
    workspaceId,
    accountIds,
    database,
    simulator,
    servers,
    postgres: { pid: postgres.pid },
    strangers: grants.slice(accounts),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
