import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import { nameStatements } from './name-statements.ts'
import type { Database } from './tables.ts'

export type Db = Kysely<Database>
export type Tx = Transaction<Database>
/** A statement runs the same inside and outside a transaction. */
export type DbOrTx = Db | Tx

const INT8_OID = 20

/** Opens a pool of connections to PostgreSQL. Sizes in bytes (int8) come back as numbers: they stay below 2^53. */
export function createPool(databaseUrl: string, { max }: { max: number }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: 'clipdeck',
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) => (oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  nameStatements(pool)
  // A connection that breaks while a transaction has it rejects its statements, and then says so once more by an event
  // that nobody listens to; an idle one says so by an event of the pool. Without listeners that ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  return pool
}

/** Kysely over the pool: snake_case in the database, camelCase in the code. */
export function createDb(pool: PostgresPool): Db {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}
