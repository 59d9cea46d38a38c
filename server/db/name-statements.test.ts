import { expect, inject, test } from 'vitest'
import { createEmptyDatabase } from '#test/database.ts'
import { createPool } from './db.ts'

/** One connection, so that every statement meets what the one before has left there. */
async function openConnection() {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createEmptyDatabase(inject('postgresUrl')))
  const pool = createPool(database.url, { max: 1 })
  // The database is dropped before the server has heard that the connection is over.
  pool.on('error', () => {})
  cleanUp.defer(() => pool.end())
  const client = await pool.connect()
  cleanUp.defer(() => client.release())
  await client.query('create table things (id int)')
  await client.query('insert into things values ($1)', [1])
  const owned = cleanUp.move()
  return {
    client,
    find: async (id: number) => (await client.query('select * from things where id = $1', [id])).rows,
    prepared: async () => (await client.query('select name from pg_prepared_statements')).rows.length,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

test('a statement is planned once for a connection, whatever its values are', async () => {
  await using things = await openConnection()
  const before = await things.prepared()
  expect([await things.find(1), await things.find(2), await things.find(1)]).toEqual([[{ id: 1 }], [], [{ id: 1 }]])
  expect(await things.prepared()).toBe(before + 1)
})

test('a column that a migration adds beside us costs one failed statement', async () => {
  await using things = await openConnection()
  await things.find(1)
  await things.client.query('alter table things add column name text')
  await expect(things.find(1)).rejects.toThrow('cached plan')
  expect(await things.find(1)).toEqual([{ id: 1, name: null }])
})

test('what asks for a range or for the first few is planned for its values', async () => {
  await using things = await openConnection()
  const before = await things.prepared()
  await things.client.query('select from things where id <= $1', [1])
  await things.client.query('select from things where id = $1 limit 1', [1])
  await things.client.query('select exists (select from things where id = $1)', [1])
  expect(await things.prepared()).toBe(before)
})

test('texts without end do not fill the memory of a connection', async () => {
  await using things = await openConnection()
  for (let count = 0; count < 600; count++) await things.client.query(`select $1::int as column_${count}`, [count])
  expect(await things.prepared()).toBe(500)
})
