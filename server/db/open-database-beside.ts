import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import type { Config, Secrets } from '../config.ts'
import type { Logger } from '../logger.ts'
import { isDataDirLocked } from './data-dir-lock.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { clusterUrl, postgresHome } from './postgres-cluster.ts'

/** A server that is just starting needs a moment, and some seconds where it recovers from a crash. */
const PATIENCE_MS = 15_000
const POLL_MS = 100

/**
 * The database for a command that may run beside a server: the one in DATABASE_URL, else the embedded one of the server
 * that runs on this DATA_DIR. Only where none runs, one is started for as long as the command takes.
 */
export async function openDatabaseBeside(parts: {
  config: Config
  secrets: Secrets
  log: Logger
}): Promise<OpenDatabase> {
  const { dataDir } = parts.config
  const deadline = performance.now() + PATIENCE_MS
  while (!parts.secrets.databaseUrl && (await isDataDirLocked(dataDir))) {
    const url = await findRunning(dataDir)
    if (url) return { url, async [Symbol.asyncDispose]() {} }
    if (performance.now() > deadline)
      throw new EmbeddedPostgresError(
        `A Clipdeck is using ${dataDir}, and its database does not answer.`,
        'Wait until it says that it is ready, or stop it.',
      )
    await wait(POLL_MS)
  }
  return openDatabase(parts)
}

/** Where the running server's database answers to the password of this folder; null while it does not. */
async function findRunning(dataDir: string): Promise<string | null> {
  const read = (name: string) => readFile(join(postgresHome(dataDir), name), 'utf8').then((text) => text.trim())
  try {
    const url = clusterUrl(await read('password'), await read('port'))
    const client = new Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS })
    await client.connect()
    await client.end()
    return url
  } catch {
    return null
  }
}
