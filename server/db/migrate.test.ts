import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { createEmptyDatabase } from '#test/database.ts'
import { checkServerVersion } from './check-server-version.ts'
import { migrate } from './migrate.ts'

const logger = { info: () => {} }

async function scene(files: Record<string, string>) {
  await using cleanUp = new AsyncDisposableStack()
  const migrationsDir = await mkdtemp(join(tmpdir(), 'clipdeck-migrations-'))
  cleanUp.defer(() => rm(migrationsDir, { recursive: true }))
  const { url } = cleanUp.use(await createEmptyDatabase(inject('postgresUrl')))
  const client = new Client({ connectionString: url })
  await client.connect()
  cleanUp.defer(() => client.end())
  const write = (name: string, sql: string) => writeFile(join(migrationsDir, name), sql)
  for (const [name, sql] of Object.entries(files)) await write(name, sql)
  const owned = cleanUp.move()
  return {
    write,
    remove: (name: string) => unlink(join(migrationsDir, name)),
    run: () => migrate({ databaseUrl: url, logger, migrationsDir }),
    rows: async (text: string) => (await client.query(text)).rows,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const first = { '0001-init.sql': 'create table things (id int); insert into things values (1);' }

test('migrations are applied in order, once', async () => {
  await using db = await scene({ ...first, '0002-more.sql': 'insert into things values (2)' })
  expect(await db.run()).toEqual({ applied: ['0001-init.sql', '0002-more.sql'] })
  await db.write('0010-later.sql', 'insert into things values (3)')
  expect(await db.run()).toEqual({ applied: ['0010-later.sql'] })
  expect(await db.run()).toEqual({ applied: [] })
  expect(await db.rows('select id from things')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
})

test('many processes that start at once apply each migration once', async () => {
  await using db = await scene({ ...first, '0002-more.sql': 'insert into things values (2)' })
  const results = await Promise.all(Array.from({ length: 8 }, () => db.run()))
  expect(results.flatMap(({ applied }) => applied).toSorted()).toEqual(['0001-init.sql', '0002-more.sql'])
  expect(await db.rows('select id from things')).toHaveLength(2)
})

test('a migration that fails leaves nothing behind and is tried again', async () => {
  await using db = await scene({ ...first, '0002-more.sql': 'insert into things values (2); select nonsense;' })
  await expect(db.run()).rejects.toThrow('0002-more.sql failed and was undone: column "nonsense" does not exist')
  expect(await db.rows('select id from things')).toEqual([{ id: 1 }])
  await db.write('0002-more.sql', 'insert into things values (2)')
  expect(await db.run()).toEqual({ applied: ['0002-more.sql'] })
})

test('a migration edited after it was applied is refused', async () => {
  await using db = await scene(first)
  await db.run()
  await db.write('0001-init.sql', 'create table things (id bigint);')
  await expect(db.run()).rejects.toThrow('0001-init.sql was edited after it was applied')
})

test('a database of a newer Clipdeck is refused', async () => {
  await using db = await scene({ ...first, '0002-more.sql': 'select 1' })
  await db.run()
  await db.remove('0002-more.sql')
  await expect(db.run()).rejects.toThrow('0002-more.sql, which this version of Clipdeck does not know')
})

test('a migration numbered before an applied one is refused', async () => {
  await using db = await scene({ '0002-more.sql': 'select 1' })
  await db.run()
  await db.write('0001-init.sql', 'select 1')
  await expect(db.run()).rejects.toThrow('0001-init.sql comes before 0002-more.sql')
})

test('names and numbers of migrations are checked before anything runs', async () => {
  await using db = await scene({ ...first, '0001-again.sql': 'select 1' })
  await expect(db.run()).rejects.toThrow('Two migrations have the number 1')
  await db.remove('0001-again.sql')
  await db.write('2-more.sql', 'select 1')
  await expect(db.run()).rejects.toThrow('2-more.sql must be named like 0001-init.sql')
})

test('a PostgreSQL that is too old is named', () => {
  expect(() => checkServerVersion(140_012, 'PostgreSQL 14.12')).toThrow(
    'needs PostgreSQL 15 or newer; this server is PostgreSQL 14.12',
  )
  expect(() => checkServerVersion(150_000, 'PostgreSQL 15.0')).not.toThrow()
})
