import type { Config, Secrets } from './config.ts'
import { MigrationError } from './db/migration-error.ts'
import { openDatabaseBeside } from './db/open-database-beside.ts'
import { readDatabaseState } from './db/read-database-state.ts'
import type { Logger } from './logger.ts'
import { runConfigured } from './run-configured.ts'

type Env = Record<string, string | undefined>
type Parts = { config: Config; secrets: Secrets; log: Logger; databaseUrl: string }

/** Runs a command on an up-to-date database that servers may be using. The standard output is for its report alone. */
export async function runBesideServers(env: Env, run: (parts: Parts) => Promise<void>): Promise<void> {
  await runConfigured(
    env,
    async ({ config, secrets, log }) => {
      await using database = await openDatabaseBeside({ config, secrets, log })
      const { pending } = await readDatabaseState(database.url)
      if (pending.length > 0) throw new MigrationError('The database is not up to date: run "clipdeck migrate" first.')
      await run({ config, secrets, log, databaseUrl: database.url })
    },
    process.stderr,
  )
}
