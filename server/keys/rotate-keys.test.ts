import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { createTestDatabase } from '#test/database.ts'
import { seedAccounts } from '#test/seed-accounts.ts'
import { createDb, createPool } from '../db/db.ts'
import { Secret } from '../vault/secret.ts'
import { createVault, type EncryptionKey } from '../vault/vault.ts'
import { readKeyUsage } from './key-usage.ts'
import { mustHaveKeys } from './must-have-keys.ts'
import { rotateKeys } from './rotate-keys.ts'
import { nameOf, sealedFields } from './sealed-fields.ts'

const k1 = newKey('k1')
const k2 = newKey('k2')
const old = createVault([k1])
const both = createVault([k2, k1])
const fresh = createVault([k2])

function newKey(id: string): EncryptionKey {
  return { id, bytes: randomBytes(32) }
}

async function openScene() {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const pool = createPool(database.url, { max: 5 })
  // The database is dropped right after the pool has said goodbye, and may be faster.
  pool.on('error', () => {})
  cleanUp.defer(() => pool.end())
  const db = createDb(pool)
  const lines: string[] = []
  const owned = cleanUp.move()
  return {
    url: database.url,
    pool,
    db,
    lines,
    rotate: (vault = both) => rotateKeys({ db, vault, onProgress: (line) => lines.push(line) }),
    usage: async () =>
      Object.fromEntries(
        (await readKeyUsage(db)).map(({ name, counts }) => [
          name,
          Object.fromEntries(counts.map(({ keyId, count }) => [String(keyId), count])),
        ]),
      ),
    access: async (id: string) => {
      const { rows } = await pool.query<{ sealed: string }>(
        'select sealed_access_token as sealed from accounts where id = $1',
        [id],
      )
      return rows[0]?.sealed ?? ''
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

type Scene = Awaited<ReturnType<typeof openScene>>

/** One sealed text in each of the columns beside the tokens. */
async function seedOthers({ pool }: Scene, accountId: string) {
  const { rows } = await pool.query<{ id: string }>('select workspace_id as id from accounts where id = $1', [
    accountId,
  ])
  const workspaceId = rows[0]!.id
  const [postId, publicationId, transferId] = [randomUUID(), randomUUID(), randomUUID()]
  const seal = (text: string, ownerId: string, field: string) => old.seal(new Secret(text), { ownerId, field })
  await pool.query(
    `insert into posts (id, workspace_id, type, created_by, created_at, updated_at) values ($1, $2, 'video', 'ada', now(), now())`,
    [postId, workspaceId],
  )
  await pool.query(
    `insert into publications (id, workspace_id, post_id, position, account_id, mode, status, allow_comment, allow_duet,
       allow_stitch, brand_organic, brand_content, ai_generated, auto_add_music, updated_at)
     values ($1, $2, $3, 0, $4, 'direct', 'publishing', true, true, true, false, false, false, false, now())`,
    [publicationId, workspaceId, postId, accountId],
  )
  await pool.query(
    `insert into transfers (id, publication_id, source, state, intended_at, sealed_upload_url, total_bytes, chunk_bytes, chunk_count)
     values ($1, $2, 'file', 'open', now(), $3, 1, 1, 1)`,
    [transferId, publicationId, await seal('https://upload', transferId, 'upload-url')],
  )
  await pool.query(
    `insert into oauth_states (state_hash, session_id, workspace_id, sealed_code_verifier, return_to, expires_at)
     values ('hash', 'session', $1, $2, '/', now())`,
    [workspaceId, await seal('verifier', 'hash', 'code-verifier')],
  )
  await pool.query(
    `insert into idempotency_keys (workspace_id, key, request_hash, status, sealed_body, created_at)
     values ($1, 'a key', 'hash', 200, $2, now()), ($1, 'no answer yet', 'hash', null, null, now())`,
    [workspaceId, await seal('answer', workspaceId, 'kept-answer')],
  )
  return { workspaceId, transferId }
}

test('everything that was sealed is under the first key afterwards, opens for its owner, and is left alone the next time', async () => {
  await using scene = await openScene()
  const ids = await seedAccounts(scene.pool, { count: 600, vault: old })
  const { workspaceId, transferId } = await seedOthers(scene, ids[0]!)

  const rotations = await scene.rotate()
  expect(rotations.map(({ total, resealed, changed, failures }) => [total, resealed, changed, failures])).toEqual([
    [600, 600, 0, []],
    [600, 600, 0, []],
    [1, 1, 0, []],
    [1, 1, 0, []],
    [1, 1, 0, []],
  ])
  expect(await scene.usage()).toEqual({
    'accounts.sealed_access_token': { k2: 600 },
    'accounts.sealed_refresh_token': { k2: 600 },
    'transfers.sealed_upload_url': { k2: 1 },
    'oauth_states.sealed_code_verifier': { k2: 1 },
    'idempotency_keys.sealed_body': { k2: 1 },
  })

  const owners: Record<string, [owner: string, text: string]> = {
    'upload-url': [transferId, 'https://upload'],
    'code-verifier': ['hash', 'verifier'],
    'kept-answer': [workspaceId, 'answer'],
  }
  for (const { table, column, field } of sealedFields) {
    const { rows } = await scene.pool.query(`select *, ${column} as sealed from ${table} where ${column} is not null`)
    for (const row of rows) {
      const [ownerId, text] = owners[field] ?? [row.id, `${field.replace('-token', '')} of ${row.id}`]
      expect((await fresh.open(row.sealed, { ownerId, field })).reveal()).toBe(text)
    }
  }

  const before = await scene.access(ids[0]!)
  expect((await scene.rotate()).every(({ total, resealed }) => total === 0 && resealed === 0)).toBe(true)
  expect(await scene.access(ids[0]!)).toBe(before)
})

test('a token that is written while its row is held stays, and rows in use are waited for without being lost', async () => {
  await using scene = await openScene()
  const [refreshed = '', held = '', ...others] = await seedAccounts(scene.pool, { count: 300, vault: old })
  const holder = await scene.pool.connect()
  await holder.query('begin')
  await holder.query('select from accounts where id in ($1, $2) for update', [refreshed, held])
  const renewed = await both.seal(new Secret('renewed'), { ownerId: refreshed, field: 'access-token' })
  await holder.query('update accounts set sealed_access_token = $2 where id = $1', [refreshed, renewed])

  const rotations = await rotateKeys({
    db: scene.db,
    vault: both,
    onProgress: (line) => {
      expect(line).toBe('accounts.sealed_access_token: 2 rows were in use or changed; looking at each again')
      void holder.query('commit').finally(() => holder.release())
    },
  })
  expect(rotations[0]).toMatchObject({ total: 300, resealed: 299, changed: 1, failures: [] })
  expect(await scene.access(refreshed)).toBe(renewed)
  for (const id of [held, others[0]!])
    expect((await fresh.open(await scene.access(id), { ownerId: id, field: 'access-token' })).reveal()).toBe(
      `access of ${id}`,
    )
})

test('a key that is not set, one with other bytes and a text that is none are failures that name the key id', async () => {
  await using scene = await openScene()
  const lost = createVault([newKey('lost')])
  await seedAccounts(scene.pool, { count: 3, vault: lost })
  await seedAccounts(scene.pool, { count: 2, vault: createVault([newKey('k1')]) })
  const [plain] = await seedAccounts(scene.pool, { count: 4, vault: old })
  await scene.pool.query(`update accounts set sealed_access_token = 'in the clear' where id = $1`, [plain])

  const [access] = await scene.rotate()
  expect(access).toMatchObject({ total: 9, resealed: 3, changed: 0 })
  expect(access?.failures.map(({ keyId, count }) => [keyId, count]).sort()).toEqual([
    [null, 1],
    ['k1', 2],
    ['lost', 3],
  ])
  expect((await scene.usage())['accounts.sealed_access_token']).toEqual({ k1: 2, k2: 3, lost: 3, null: 1 })
})

test('a start with a key missing says which, and how many values need it', async () => {
  await using scene = await openScene()
  await seedAccounts(scene.pool, { count: 7, vault: old })
  await expect(mustHaveKeys(scene.url, [k2])).rejects.toMatchObject({
    name: 'ConfigError',
    exitCode: 78,
    message: expect.stringContaining(
      'lacks the key "k1", which sealed values need (accounts.sealed_access_token: 7, accounts.sealed_refresh_token: 7)',
    ),
  })
  await mustHaveKeys(scene.url, [k2, k1])
})

test('the key id of what is no sealed text is null, whatever it is', async () => {
  await using scene = await openScene()
  const sealed = await old.seal(new Secret('x'), { ownerId: 'a', field: 'b' })
  const encode = (text: string) => `${Buffer.from(text).toString('base64url')}.rest`
  const texts = [
    sealed,
    '',
    '.',
    'a',
    'äöü.x',
    encode('not json'),
    encode('"kid"'),
    encode('{}'),
    encode('{"kid":"ä?>"}'),
  ]
  const { rows } = await scene.pool.query<{ id: string | null }>(
    'select sealed_key_id(text) as id from unnest($1::text[]) with ordinality as given (text, at) order by at',
    [texts],
  )
  expect(rows.map(({ id }) => id)).toEqual(['k1', null, null, null, null, null, null, null, 'ä?>'])
})

test('every column that holds sealed texts is one of those that are rotated', async () => {
  await using scene = await openScene()
  const { rows } = await scene.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like 'sealed%' order by 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(sealedFields.map(nameOf).sort())
})

test('what the documentation says about a lost key lets the next start go on, and sends nothing twice', async () => {
  await using scene = await openScene()
  const [id = ''] = await seedAccounts(scene.pool, { count: 2, vault: old })
  await seedOthers(scene, id)
  await scene.pool.query('update transfers set last_chunk_at = now()')
  const page = await readFile(new URL('../../docs/key-rotation.md', import.meta.url), 'utf8')
  await scene.pool.query(/```sql\n(.+?)```/s.exec(page)?.[1] ?? '')
  await mustHaveKeys(scene.url, [k2])
  const { rows } = await scene.pool.query('select state, sealed_upload_url as url from transfers')
  expect(rows).toEqual([{ state: 'sent', url: null }])
})
