import { Client } from 'pg'
import { z } from 'zod'
import { listApplied } from './applied-migrations.ts'
import { checkServerVersion } from './check-server-version.ts'
import { OUR_MIGRATIONS, readMigrationFiles } from './migration-files.ts'
import { pendingMigrations } from './pending-migrations.ts'
import { readServerVersion } from './read-server-version.ts'

const Existing = z.tuple([z.object({ exists: z.boolean() })])

/**
 * The version of the server and the names of the migrations that are still to be applied; changes nothing. Throws
 * MigrationError where a migration would.
 */
export async function readDatabaseState(databaseUrl: string): Promise<{ version: string; pending: string[] }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { number, version } = await readServerVersion(client)
    checkServerVersion(number, version)
    const { rows } = await client.query("select to_regclass('schema_migrations') is not null as exists")
    const [{ exists }] = Existing.parse(rows)
    const pending = pendingMigrations(await readMigrationFiles(OUR_MIGRATIONS), exists ? await listApplied(client) : [])
    return { version: `${Math.floor(number / 10_000)}.${number % 10_000}`, pending: pending.map(({ name }) => name) }
  } finally {
    await client.end()
  }
}
