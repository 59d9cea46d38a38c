import { createApi } from './api/app.ts'
import { buildWeb } from './build-web.ts'
import { createContext } from './context.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase } from './db/open-database.ts'
import { openDatabaseBeside } from './db/open-database-beside.ts'
import { mustHaveKeys } from './keys/must-have-keys.ts'
import { startSteps } from './posts/step-runner.ts'
import { runConfigured } from './run-configured.ts'
import { startSimulatorProcess } from './simulator-process.ts'
import { taskFunctions } from './worker.ts'

/** How soon after its npm a server that npm started ends. */
const PARENT_CHECK_MS = 500

type Env = Record<string, string | undefined>

/** The whole product in one process (or one role of it), until SIGINT or SIGTERM. */
export async function start(env: Env): Promise<void> {
  await runConfigured(env, async ({ config, secrets, log }) => {
    const stopRequested = Promise.race([signalled(), abandoned(env)])
    await using parts = new AsyncDisposableStack()
    const isApi = config.role !== 'worker'
    const [database] = await Promise.all([
      openDatabase({ config, secrets, log }).then((opened) => parts.use(opened)),
      isApi ? buildWeb({ log }) : null,
      isApi && config.simulator
        ? startSimulatorProcess({ config, secrets, log }).then((simulator) => parts.use(simulator))
        : null,
    ])
    await migrate({ databaseUrl: database.url, logger: log })
    await mustHaveKeys(database.url, secrets.encryptionKeys)
    const ctx = parts.use(await createContext({ config, secrets, databaseUrl: database.url }, { log }))
    if (config.role !== 'api') {
      ctx.jobs.startWorking(taskFunctions(ctx))
      parts.use(startSteps(ctx))
    }
    if (isApi) {
      const api = await createApi(ctx)
      parts.defer(() => api.close())
      await api.listen({ host: config.host, port: config.port })
      log.info({ role: config.role, url: config.appUrl, simulator: config.simulator?.url ?? null }, 'Clipdeck is ready')
    } else log.info({ role: config.role }, 'Clipdeck is ready')
    log.info({ reason: await stopRequested }, 'Stopping')
  })
}

/** Brings the database up to date and ends; beside a running server too. */
export async function migrateOnly(env: Env): Promise<void> {
  await runConfigured(env, async ({ config, secrets, log }) => {
    await using database = await openDatabaseBeside({ config, secrets, log })
    const { applied } = await migrate({ databaseUrl: database.url, logger: log })
    log.info({ applied }, 'The database is up to date')
  })
}

/**
 * npm passes signals on, but one that is killed outright leaves us behind with the port and the database. Resolves when
 * the npm that started us is gone; never for any other parent, which may well end before its server.
 */
function abandoned(env: Env): Promise<string> {
  if (!env.npm_lifecycle_event) return new Promise(() => {})
  const npm = process.ppid
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === npm) return
      clearInterval(timer)
      resolve('npm is gone')
    }, PARENT_CHECK_MS)
    timer.unref()
  })
}

function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
}
