import { Client } from 'pg'
import { type AppliedMigration, listApplied } from './applied-migrations.ts'
import { checkServerVersion } from './check-server-version.ts'
import { MigrationError } from './migration-error.ts'
import { type MigrationFile, OUR_MIGRATIONS, readMigrationFiles } from './migration-files.ts'
import { pendingMigrations } from './pending-migrations.ts'
import type { PostgresLogger } from './postgres-process.ts'
import { readServerVersion } from './read-server-version.ts'

type Options = { databaseUrl: string; logger: Pick<PostgresLogger, 'info'>; migrationsDir?: string }

/** Any fixed number; every Clipdeck process must use the same. */
const ADVISORY_LOCK = 7_214_055_001

/** Applies the migrations that are missing, each in its own transaction. Safe when many processes start at once. */
export async function migrate({ databaseUrl, logger, migrationsDir = OUR_MIGRATIONS }: Options) {
  const files = await readMigrationFiles(migrationsDir)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { number, version } = await readServerVersion(client)
    checkServerVersion(number, version)
    const applied: string[] = []
    for (;;) {
      const name = await inTransaction(client, () => applyNext(client, files))
      if (!name) return { applied }
      logger.info({ migration: name }, 'migration applied')
      applied.push(name)
    }
  } finally {
    await client.end()
  }
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

// The lock lasts for the transaction, so it also holds behind a pooler; whoever waited for it sees what the others applied.
async function applyNext(client: Client, files: readonly MigrationFile[]): Promise<string | null> {
  await client.query('set local lock_timeout = 0')
  await client.query('set local statement_timeout = 0')
  await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
  const [next] = pendingMigrations(files, await readApplied(client))
  if (!next) return null
  await run(client, next)
  await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
    next.version,
    next.name,
    next.checksum,
  ])
  return next.name
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  await client.query(`
    create table if not exists schema_migrations (
      version int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`)
  return listApplied(client)
}

async function run(client: Client, { name, sql }: MigrationFile): Promise<void> {
  try {
    await client.query(sql)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`The migration ${name} failed and was undone: ${message}.`, { cause })
  }
}
