import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts'
import { migrate } from '#server/db/migrate.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
/** Nothing here has to survive a power cut. */
const FAST_AND_LOOSE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' }
const TEMPLATE = 'clipdeck_test_template'

export type TestPostgres = AsyncDisposable & { url: string }
export type TestDatabase = AsyncDisposable & { url: string }

/** One PostgreSQL for a whole test run, with a migrated template in it. */
export async function startTestPostgres(): Promise<TestPostgres> {
  await using cleanUp = new AsyncDisposableStack()
  const url = process.env.TEST_DATABASE_URL ?? (await startInTemporaryFolder(cleanUp))
  await createTemplate(url)
  const owned = cleanUp.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** A fresh copy of the migrated database, with the tables of the job queue. Dropped at the end, open connections or not. */
export function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  return createDatabase(adminUrl, TEMPLATE)
}

/** A database without any table of ours. */
export function createEmptyDatabase(adminUrl: string): Promise<TestDatabase> {
  return createDatabase(adminUrl, 'template0')
}

async function createDatabase(adminUrl: string, template: string): Promise<TestDatabase> {
  const name = `clipdeck_test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `create database ${name} template ${template} strategy file_copy`)
  return {
    url: withDatabase(adminUrl, name),
    [Symbol.asyncDispose]: () => administer(adminUrl, `drop database ${name} with (force)`),
  }
}

async function startInTemporaryFolder(cleanUp: AsyncDisposableStack): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-test-'))
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const postgres = cleanUp.use(await startEmbeddedPostgres({ dataDir, logger: silent, settings: FAST_AND_LOOSE }))
  return postgres.url
}

async function createTemplate(adminUrl: string): Promise<void> {
  await administer(adminUrl, `drop database if exists ${TEMPLATE} with (force)`)
  await administer(adminUrl, `create database ${TEMPLATE}`)
  const url = withDatabase(adminUrl, TEMPLATE)
  await migrate({ databaseUrl: url, logger: silent })
  const boss = new PgBoss({ connectionString: url, schema: 'pgboss' })
  await boss.start()
  await boss.stop({ graceful: false })
  // A template that anybody is connected to cannot be copied.
  await administer(adminUrl, `alter database ${TEMPLATE} allow_connections false`)
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
