// npm run bench:refresh [-- --accounts 10000] [-- --workers 1]
//
// Makes a fleet whose tokens are all due at once, starts the worker, and waits until every account has new tokens: how many
// a second, whether TikTok was asked twice for one, and what it costs. PostgreSQL, simulator and workers are processes of
// this machine, with the settings of the product. Needs Linux (/proc).
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { readConfig } from '#server/config.ts'
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts'
import { migrate } from '#server/db/migrate.ts'
import { newEncryptionKey } from '#server/generated-secrets.ts'
import { createHttpClient } from '../test/http-client.ts'
import { startServerProcess } from '../test/server-process.ts'
import { cpuMs } from './bench/cpu-time.ts'
import { seedAccounts } from './bench/seed-accounts.ts'
import { seedGrants, startSimulator } from './bench/simulator-process.ts'

const CLIENT = { key: 'bench-app', secret: 'bench-secret-of-the-app' }
const LOOK_MS = 250
/** An account that was not refreshed after this long never will be. */
const PATIENCE_MS = 10 * 60 * 1000
const AIM_PER_SECOND = 300

const State = z.object({ calls: z.object({ token: z.number().default(0) }) })
const silent = { info: () => {}, warn: () => {}, error: () => {} }

async function main(): Promise<void> {
  const { accounts, workers } = readOptions()
  await using cleanUp = new AsyncDisposableStack()
  const workDir = await mkdtemp(join(tmpdir(), 'clipdeck-bench-'))
  cleanUp.defer(() => rm(workDir, { recursive: true, force: true }))
  say('Starting PostgreSQL and the simulator …')
  const postgres = cleanUp.use(await startEmbeddedPostgres({ dataDir: join(workDir, 'postgres'), logger: silent }))
  await migrate({ databaseUrl: postgres.url, logger: silent })
  const grants = await seedGrants(join(workDir, 'simulator'), CLIENT.key, accounts)
  const simulator = cleanUp.use(
    await startSimulator({
      SIMULATOR_DATA_DIR: join(workDir, 'simulator'),
      SIMULATOR_CLIENT_KEY: CLIENT.key,
      SIMULATOR_CLIENT_SECRET: CLIENT.secret,
    }),
  )
  const env = {
    DATA_DIR: join(workDir, 'data'),
    DATABASE_URL: postgres.url,
    ENCRYPTION_KEYS: newEncryptionKey(),
    TIKTOK_CLIENT_KEY: CLIENT.key,
    TIKTOK_CLIENT_SECRET: CLIENT.secret,
    TIKTOK_API_URL: simulator.url,
    ROLE: 'worker',
  }
  say(`Making ${accounts} accounts …`)
  await seedAccounts({ ...readConfig(env), databaseUrl: postgres.url }, grants)

  say('Refreshing …')
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  cleanUp.defer(() => database.end())
  const before = { simulator: cpuMs(simulator.pid), postgres: cpuMs(postgres.pid) }
  const servers = await Promise.all(Array.from({ length: workers }, () => startServerProcess(env)))
  for (const server of servers) cleanUp.use(server)
  const startedAt = performance.now()
  const serverBefore = servers.map(({ pid }) => cpuMs(pid))
  await untilRefreshed(database)
  const seconds = (performance.now() - startedAt) / 1000
  const serverMs = servers.reduce((sum, { pid }, index) => sum + cpuMs(pid) - (serverBefore[index] ?? 0), 0)
  const { refreshed, failures } = await readOutcome(database)
  const { calls } = await createHttpClient(simulator.url).call(State, 'GET', '/_simulator/state')

  const share = (ms: number) => `${(ms / 1000).toFixed(1)} s (${Math.round(ms / seconds / 10)} % of a core)`
  const duplicates = calls.token - accounts
  const perSecond = accounts / seconds
  console.log(`
${accounts} accounts due at once, ${workers} worker${workers === 1 ? '' : 's'}. ${machine}

refreshed         ${refreshed} in ${seconds.toFixed(1)} s: ${Math.round(perSecond)} a second (aim ${AIM_PER_SECOND})
asked twice       ${duplicates}
failed tries      ${failures}
CPU, worker       ${share(serverMs)}
CPU, simulator    ${share(cpuMs(simulator.pid) - before.simulator)}
CPU, PostgreSQL   ${share(cpuMs(postgres.pid) - before.postgres)}`)
  if (duplicates !== 0 || refreshed !== accounts || failures !== 0) process.exitCode = 1
}

/** Until no account is due any more. */
async function untilRefreshed(database: pg.Client): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const { rowCount } = await database.query('select from accounts where refresh_at <= now() limit 1')
    if (rowCount === 0) break
    if (performance.now() > giveUpAt) throw new Error('Some accounts were never refreshed.')
    await pause(LOOK_MS)
  }
}

async function readOutcome(database: pg.Client): Promise<{ refreshed: number; failures: number }> {
  const { rows } = await database.query<{ refreshed: number; failures: number }>(
    `select count(*) filter (where status = 'active' and last_refreshed_at is not null)::int as refreshed,
            sum(refresh_failures)::int as failures from accounts`,
  )
  return rows[0] ?? { refreshed: 0, failures: 0 }
}

function readOptions(): { accounts: number; workers: number } {
  const { values } = parseArgs({
    options: { accounts: { type: 'string', default: '10000' }, workers: { type: 'string', default: '1' } },
  })
  const [accounts, workers] = [Number(values.accounts), Number(values.workers)]
  if (!Number.isInteger(accounts) || accounts < 1) throw new Error('--accounts: give a whole number from 1.')
  if (!Number.isInteger(workers) || workers < 1) throw new Error('--workers: give a whole number from 1.')
  return { accounts, workers }
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
