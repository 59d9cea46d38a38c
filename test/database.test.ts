import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { createTestDatabase } from './database.ts'

async function query(url: string, text: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('each test database has our tables and the job queue, and sees nothing of the others', async () => {
  await using one = await createTestDatabase(inject('postgresUrl'))
  await using two = await createTestDatabase(inject('postgresUrl'))
  await query(one.url, 'create table only_here (id int)')
  const tables = 'select table_schema || $$.$$ || table_name as name from information_schema.tables'
  const inOne = (await query(one.url, tables)).map(({ name }) => name)
  const inTwo = (await query(two.url, tables)).map(({ name }) => name)
  expect(inTwo).toEqual(expect.arrayContaining(['public.schema_migrations', 'pgboss.job']))
  expect(inOne).toContain('public.only_here')
  expect(inTwo).not.toContain('public.only_here')
})

test('a test database goes away even while somebody is connected to it', async () => {
  const database = await createTestDatabase(inject('postgresUrl'))
  const client = new Client({ connectionString: database.url })
  const cut = new Promise<Error>((resolve) => client.on('error', resolve))
  await client.connect()
  await database[Symbol.asyncDispose]()
  expect(await cut).toBeInstanceOf(Error)
  await client.end()
})
