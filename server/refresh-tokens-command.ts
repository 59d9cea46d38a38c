import { type FleetCounts, refreshFleet } from './accounts/refresh-fleet.ts'
import { createContext } from './context.ts'
import { runBesideServers } from './run-beside-servers.ts'

/** `clipdeck tokens refresh`: beside running servers. Exit status 0 only when no refresh failed. */
export async function refreshTokensCommand(
  env: Record<string, string | undefined>,
  { isDryRun }: { isDryRun: boolean },
): Promise<void> {
  await runBesideServers(env, async ({ config, secrets, log, databaseUrl }) => {
    const parts = { config: { ...config, role: 'api' as const }, secrets, databaseUrl }
    await using ctx = await createContext(parts, { log })
    const counts = await refreshFleet(ctx, { isDryRun })
    process.stdout.write(`${report(counts)}\n`)
    if (counts.failed > 0) process.exitCode = 1
  })
}

function report({ total, due, refreshed, failed }: FleetCounts): string {
  return `active accounts ${total}, due ${due}, refreshed ${refreshed}, failed ${failed}`
}
