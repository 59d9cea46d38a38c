import { systemClock } from '../clock.ts'
import { type Config, ConfigError, readConfig, type Secrets } from '../config.ts'
import { openDatabaseBeside } from '../db/open-database-beside.ts'
import { withDb } from '../db/with-db.ts'
import { createLogger } from '../logger.ts'
import { createVault } from '../vault/vault.ts'
import { checkBreakers } from './check-breakers.ts'
import { checkConfig } from './check-config.ts'
import { checkDatabase, unreachable } from './check-database.ts'
import { checkKeys } from './check-keys.ts'
import { checkMediaUrl } from './check-media-url.ts'
import { checkStorage } from './check-storage.ts'
import { checkTikTok } from './check-tiktok.ts'
import { checkAccounts, checkJobs } from './check-work.ts'
import { error, type Finding, lineOf } from './finding.ts'

type Configuration = { config: Config; secrets: Secrets }

/** `clipdeck doctor`: says line by line how things stand, beside a running server too. Exit status 1 on an error. */
export async function doctor(env: Record<string, string | undefined>): Promise<void> {
  for await (const finding of examine(env)) {
    process.stdout.write(`${lineOf(finding)}\n`)
    if (finding.level === 'error') process.exitCode = 1
  }
}

async function* examine(env: Record<string, string | undefined>): AsyncGenerator<Finding> {
  const read = readOrExplain(env)
  if (read instanceof ConfigError) {
    yield error(
      'configuration',
      read.message.replaceAll('\n', ' '),
      'Correct the settings; .env.example explains them.',
    )
    return
  }
  yield* checkConfig(read.config)
  yield* await checkStorage(read)
  yield await checkTikTok(read.config)
  yield* await checkMediaUrl(read.config)
  try {
    yield* examineDatabase(read)
  } catch (cause) {
    yield unreachable(cause)
  }
}

function readOrExplain(env: Record<string, string | undefined>): Configuration | ConfigError {
  try {
    return readConfig(env)
  } catch (cause) {
    if (cause instanceof ConfigError) return cause
    throw cause
  }
}

async function* examineDatabase({ config, secrets }: Configuration): AsyncGenerator<Finding> {
  // The findings have the standard output for themselves.
  const log = createLogger({ level: 'warn', destination: process.stderr })
  await using database = await openDatabaseBeside({ config, secrets, log })
  const { findings, isUpToDate } = await checkDatabase(database.url)
  yield* findings
  if (!isUpToDate) return
  yield* await withDb(database.url, async (db) => [
    ...(await checkKeys(db, createVault(secrets.encryptionKeys))),
    await checkAccounts(db),
    await checkJobs(db, systemClock),
    await checkBreakers(db, systemClock),
  ])
}
