import { randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import { expect, test } from 'vitest'
import { createVault } from '#server/vault/vault.ts'
import { connectToEmbedded } from '../embedded-client.ts'
import { directTarget, videoPost } from '../person.ts'
import { seedAccounts } from '../seed-accounts.ts'
import { sha256Of, videoFile } from '../videos.ts'
import { untilPost } from '../watch-events.ts'
import { createWorld } from '../world.ts'

const SEEDED = 400

function newKey(id: string) {
  const bytes = randomBytes(32)
  return { id, bytes, entry: `${id}:${bytes.toString('base64')}` }
}

async function countByKey(client: Client, column: string): Promise<Record<string, number>> {
  const { rows } = await client.query<{ id: string; count: number }>(
    `select sealed_key_id(${column}) as id, count(*)::int as count from accounts where ${column} is not null group by 1`,
  )
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]))
}

test('keys are rotated while a post is uploaded, by a run that is killed half-way and one that goes on', {
  timeout: 180_000,
}, async () => {
  const [first, second] = [newKey('k1'), newKey('k2')]
  const before = { ENCRYPTION_KEYS: first.entry }
  const both = { ENCRYPTION_KEYS: `${second.entry},${first.entry}` }
  const after = { ENCRYPTION_KEYS: second.entry }
  await using world = await createWorld()
  const { simulator } = world

  let server = await world.start('all', before)
  const ada = await world.signUp()
  const accounts = [await ada.connect('mara.bakes'), await ada.connect('oakandiron')]
  const path = await videoFile({ sizeBytes: 130_000_000 })
  const media = await ada.upload(path)
  let ids: string[]
  {
    await using database = await connectToEmbedded(world.dataDir)
    ids = await seedAccounts(database.client, { count: SEEDED, vault: createVault([first]) })
  }

  await server.end()
  const refused = await world.run(['start'], after).ended
  expect(refused.code).toBe(78)
  expect(refused.text).toContain(`lacks the key "k1"`)
  expect(refused.text).toContain(`accounts.sealed_access_token: ${SEEDED + 2}`)
  expect(refused.text).not.toContain('Clipdeck is ready')

  server = await world.start('all', both)
  const uploading = Promise.withResolvers<void>()
  const rotated = Promise.withResolvers<void>()
  simulator.faults.add({
    endpoint: 'upload',
    chunkIndex: 1,
    times: 1,
    async run() {
      uploading.resolve()
      await rotated.promise
    },
  })
  const { id } = await ada.createPost(
    videoPost(
      media,
      accounts.map((account) => directTarget(account)),
    ),
  )
  await uploading.promise

  {
    await using database = await connectToEmbedded(world.dataDir)
    const { client } = database
    const counted = await world.run(['keys', 'rotate', '--dry-run'], both).ended
    expect(counted.code).toBe(0)
    expect(counted.text).toMatch(/accounts\.sealed_refresh_token +k1 +402\n/)
    expect(await countByKey(client, 'sealed_access_token')).toEqual({ k1: SEEDED + 2 })

    await client.query('begin')
    await client.query('select from accounts where id = any ($1::uuid[]) for update', [ids.slice(0, SEEDED / 2)])
    const killed = world.run(['keys', 'rotate'], both)
    await killed.saying(`${SEEDED / 2} rows were in use`)
    killed.kill('SIGKILL')
    expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' })
    expect(await countByKey(client, 'sealed_access_token')).toEqual({ k1: SEEDED / 2, k2: SEEDED / 2 + 2 })
    expect(await countByKey(client, 'sealed_refresh_token')).toEqual({ k1: SEEDED + 2 })
    await client.query('rollback')

    const again = await world.run(['keys', 'rotate'], both).ended
    rotated.resolve()
    expect(again).toMatchObject({ code: 0, text: expect.stringMatching(/\d+ of \d+ re-sealed in \d+\.\d s\./) })
    for (const column of ['sealed_access_token', 'sealed_refresh_token'])
      expect(await countByKey(client, column)).toEqual({ k2: SEEDED + 2 })
  }
  const doctor = await world.run(['doctor'], both).ended
  expect(doctor).toMatchObject({ code: 0, text: expect.stringContaining('key "k1": 0 values need it') })
  expect(doctor.text).toMatch(/^ok +database: PostgreSQL \d+\.\d+ answers$/m)
  expect((await world.run(['migrate'], both).ended).code).toBe(0)

  const isPublished = ({ publications }: { publications: { url: string | null }[] }) =>
    publications.every(({ url }) => url !== null)
  expect(await untilPost(ada, id, isPublished, AbortSignal.timeout(90_000))).toMatchObject({ status: 'published' })
  await server.end()

  server = await world.start('all', after)
  await using _running = server
  const next = await ada.createPost(
    videoPost(
      media,
      accounts.map((account) => directTarget(account)),
    ),
  )
  expect(await untilPost(ada, next.id, isPublished, AbortSignal.timeout(90_000))).toMatchObject({ status: 'published' })
  const { posts, uploads } = simulator.snapshot()
  expect(uploads).toHaveLength(4)
  const sha256 = await sha256Of(path)
  expect(posts.map((each) => each.sha256)).toEqual([sha256, sha256, sha256, sha256])
})

test('the doctor says what is wrong and how to mend it, with no server running', { timeout: 60_000 }, async () => {
  await using world = await createWorld()
  const wrong = await world.run(['doctor'], { PORT: 'none' }).ended
  expect(wrong).toMatchObject({
    code: 1,
    text: expect.stringMatching(/^error +configuration: .*PORT is not a number/m),
  })

  const fresh = await world.run(['doctor'], { TIKTOK_API_URL: 'http://127.0.0.1:9' }).ended
  expect(fresh.code).toBe(1)
  expect(fresh.text).toMatch(/^error +TikTok: http:\/\/127\.0\.0\.1:9 does not answer \(.+\) → /m)
  expect(fresh.text).toMatch(/^warn +migrations: \d+ to be applied: 0001-sign-in\.sql.* → Run "clipdeck migrate"/m)
  expect(fresh.text).toMatch(/^ok +storage: /m)
  expect((await world.run(['migrate']).ended).code).toBe(0)
  const ready = await world.run(['doctor']).ended
  expect(ready).toMatchObject({ code: 0, text: expect.stringMatching(/^ok +accounts: none yet$/m) })
})

test('a new key is printed once and can be used as it is', async () => {
  await using world = await createWorld()
  const { code, text } = await world.run(['keys', 'new']).ended
  expect(code).toBe(0)
  const [entry = ''] = text.split('\n')
  expect(Buffer.from(entry.split(':')[1] ?? '', 'base64')).toHaveLength(32)
  expect((await world.run(['keys', 'rotate', '--now']).ended).code).toBe(64)
})
