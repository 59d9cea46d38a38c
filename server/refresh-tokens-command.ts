import { type FleetCounts, refreshFleet } from './accounts/refresh-fleet.ts'
import { createContext } from './context.ts'
import { MigrationError } from './db/migration-error.ts'
import { openDatabaseBeside } from './db/open-database-beside.ts'
import { readDatabaseState } from './db/read-database-state.ts'
import { runConfigured } from './run-configured.ts'

/** `clipdeck tokens refresh`: beside running servers. Exit status 0 only when no refresh failed. */
export async function refreshTokensCommand(
  env: Record<string, string | undefined>,
  { isDryRun }: { isDryRun: boolean },
): Promise<void> {
  // The report has the standard output for itself.
  await runConfigured(
    env,
    async ({ config, secrets, log }) => {
      await using database = await openDatabaseBeside({ config, secrets, log })
      const { pending } = await readDatabaseState(database.url)
      if (pending.length > 0) throw new MigrationError('The database is not up to date: run "clipdeck migrate" first.')
      const parts = { config: { ...config, role: 'api' as const }, secrets, databaseUrl: database.url }
      await using ctx = await createContext(parts, { log })
      const counts = await refreshFleet(ctx, { isDryRun })
      process.stdout.write(`${report(counts)}\n`)
      if (counts.failed > 0) process.exitCode = 1
    },
    process.stderr,
  )
}

function report({ total, due, refreshed, failed }: FleetCounts): string {
  return `active accounts ${total}, due ${due}, refreshed ${refreshed}, failed ${failed}`
}
