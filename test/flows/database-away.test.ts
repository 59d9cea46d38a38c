import { sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { startTestApp } from '../app.ts'

test('while the database is away nobody is told that they are not signed in', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const script = await ada.withApiKey()
  const asked = () => Promise.all([ada, script].map((client) => client.send('GET', '/api/v1/accounts')))
  expect((await asked()).map(({ status }) => status)).toEqual([200, 200])
  {
    await using _away = await takeAway(app.ctx.databaseUrl)
    expect((await asked()).map(({ status }) => status)).toEqual([500, 500])
  }
  expect((await asked()).map(({ status }) => status)).toEqual([200, 200])
  expect((await script.send('GET', '/api/v1/accounts', undefined, { authorization: 'Bearer clip_x' })).status).toBe(401)
})

test('a connection that breaks in the middle of a transaction costs the transaction, not the process', async () => {
  await using app = await startTestApp()
  const broken = app.ctx.db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx)
    await using _away = await takeAway(app.ctx.databaseUrl)
    await sql`select 1`.execute(tx)
  })
  await expect(broken).rejects.toThrow()
  expect((await sql<{ one: number }>`select 1 as one`.execute(app.ctx.db)).rows).toEqual([{ one: 1 }])
})

/** No connection to the database is left or made, until the end of the scope. */
async function takeAway(databaseUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1)
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  await client.query(`alter database ${name} allow_connections false`)
  await client.query('select pg_terminate_backend(pid, 10_000) from pg_stat_activity where datname = $1', [name])
  return {
    async [Symbol.asyncDispose]() {
      await client.query(`alter database ${name} allow_connections true`)
      await client.end()
    },
  }
}
