import { readDatabaseState } from '../db/read-database-state.ts'
import { error, type Finding, ok, warn } from './finding.ts'

/** Whether it answers, its version, and whether its tables are those of this program. */
export async function checkDatabase(databaseUrl: string): Promise<{ findings: Finding[]; isUpToDate: boolean }> {
  const { version, pending } = await readDatabaseState(databaseUrl)
  const answers = ok('database', `PostgreSQL ${version} answers`)
  if (pending.length === 0) return { findings: [answers, ok('migrations', 'all are applied')], isUpToDate: true }
  const missing = warn(
    'migrations',
    `${pending.length} to be applied: ${pending.join(', ')}`,
    'Run "clipdeck migrate", or start Clipdeck, which does it.',
  )
  return { findings: [answers, missing], isUpToDate: false }
}

export function unreachable(cause: unknown): Finding {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return error(
    'database',
    reason,
    'Check DATABASE_URL and that PostgreSQL runs; without DATABASE_URL, look at DATA_DIR.',
  )
}
