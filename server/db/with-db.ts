import { createDb, createPool, type Db } from './db.ts'

/** A few connections for a command, for as long as `use` takes. */
export async function withDb<T>(databaseUrl: string, use: (db: Db) => Promise<T>): Promise<T> {
  const pool = createPool(databaseUrl, { max: 2 })
  // An idle connection that breaks is replaced at the next statement, or that statement fails.
  pool.on('error', () => {})
  const db = createDb(pool)
  try {
    return await use(db)
  } finally {
    await db.destroy()
  }
}
