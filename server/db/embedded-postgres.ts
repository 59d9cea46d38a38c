import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { lockDataDir } from './data-dir-lock.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { ensureDatabase } from './ensure-database.ts'
import { explainPostgresFailure } from './explain-postgres-failure.ts'
import { preparePostgresBinaries } from './postgres-binaries.ts'
import { clusterUrl, postgresHome, preparePostgresCluster } from './postgres-cluster.ts'
import { choosePort, rememberPort } from './postgres-port.ts'
import { launchPostgres, type PostgresExit, type PostgresLogger } from './postgres-process.ts'
import { choosePostgresRunner, type PostgresRunner } from './postgres-runner.ts'
import { stopOrphans } from './stop-orphans.ts'

export type EmbeddedPostgresOptions = {
  dataDir: string
  logger: PostgresLogger
  /** The `native` folder of other binaries than those from npm. */
  binariesDir?: string
  /** How root steps down; found out by itself. */
  runner?: PostgresRunner
  /** Server settings beside ours. */
  settings?: Readonly<Record<string, string>>
}

export type EmbeddedPostgres = AsyncDisposable & {
  url: string
  port: number
  pid: number
  exited: Promise<PostgresExit>
  stop(): Promise<void>
}

/** Waits before another attempt: right after a crash the shared memory or the port of the old server may still be held. */
const RETRY_DELAYS_MS = [50, 100, 200, 400, 800]

/** Runs a PostgreSQL of our own under `dataDir`. It ends with us, also when we are killed. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await using cleanUp = new AsyncDisposableStack()
  try {
    cleanUp.use(await lockDataDir(dataDir))
    const server = await startServer({ ...options, dataDir })
    cleanUp.defer(server.process.stop)
    await ensureDatabase(server.url)
    const owned = cleanUp.move()
    let stopping: Promise<void> | undefined
    const stop = () => {
      stopping ??= owned.disposeAsync()
      return stopping
    }
    const { pid, exited } = server.process
    return { url: server.url, port: server.port, pid, exited, stop, [Symbol.asyncDispose]: stop }
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause
    throw explainPostgresFailure({ doing: 'Starting the embedded PostgreSQL', dataDir, output: [], cause })
  }
}

async function startServer(options: EmbeddedPostgresOptions) {
  const { dataDir, logger, binariesDir, settings = {} } = options
  const runner = options.runner ?? (await choosePostgresRunner(postgresHome(dataDir)))
  const binaries = await preparePostgresBinaries({ dataDir, runner, binariesDir })
  const cluster = await preparePostgresCluster({ dataDir, binaries, runner })
  await stopOrphans(cluster.clusterDir, logger)
  for (let attempt = 0; ; attempt += 1) {
    const port = await choosePort(cluster.home, attempt)
    const start = await launchPostgres({ cluster, binaries, runner, port, settings, logger })
    if (start.isReady) {
      await rememberPort(cluster.home, port)
      return { process: start.process, port, url: clusterUrl(cluster.password, port) }
    }
    const delayMs = RETRY_DELAYS_MS[attempt]
    if (delayMs === undefined)
      throw explainPostgresFailure({ doing: 'Starting the embedded PostgreSQL', dataDir, ...start })
    logger.warn({ attempt, delayMs }, 'PostgreSQL did not start; trying again')
    await wait(delayMs)
  }
}
