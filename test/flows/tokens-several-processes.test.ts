import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { freePort } from '../app.ts'
import { createTestDatabase } from '../database.ts'
import { createHttpClient } from '../http-client.ts'
import { createWorld } from '../world.ts'

/** Fifty and one together. */
const DEMANDS_EACH = 17

async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

test('three processes that need a dead token at once refresh it once, and each call is answered', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const world = cleanUp.use(await createWorld({ DATABASE_URL: database.url }))
  cleanUp.use(await world.start('api'))
  const urls = [world.url]
  for (let count = 0; count < 2; count++) {
    const port = await freePort()
    cleanUp.use(await world.start('api', { PORT: String(port) }))
    urls.push(`http://127.0.0.1:${port}`)
  }
  const ada = await world.signUp()
  const { id } = await ada.connect('mara.bakes')
  const { body } = await ada.send('POST', '/api/v1/api-keys', { name: 'script' })
  const scripts = urls.map((url) => createHttpClient(url, Object(body).key))

  await query(database.url, 'update accounts set token_expires_at = now()')
  world.simulator.expireAccessTokens()
  const before = world.simulator.state.calls.count('token')
  const replies = await Promise.all(
    scripts.flatMap((script) =>
      Array.from({ length: DEMANDS_EACH }, () => script.send('POST', `/api/v1/accounts/${id}/sync`)),
    ),
  )
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 3 * DEMANDS_EACH }, () => 200))
  expect(world.simulator.state.calls.count('token')).toBe(before + 1)
  expect(world.simulator.state.calls.all('user_info').every(({ status }) => status === 200)).toBe(true)
})

test('the command counts what is due beside a running server, and refreshes it', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const world = cleanUp.use(await createWorld({ DATABASE_URL: database.url }))
  cleanUp.use(await world.start('api'))
  const ada = await world.signUp()
  for (const username of ['mara.bakes', 'oakandiron']) await ada.connect(username)
  const before = world.simulator.state.calls.count('token')
  await query(database.url, "update accounts set token_expires_at = now() where username = 'mara.bakes'")
  const dry = await world.run(['tokens', 'refresh', '--dry-run']).ended
  expect(dry.text).toContain('active accounts 2, due 1, refreshed 0, failed 0')
  expect(world.simulator.state.calls.count('token')).toBe(before)
  const real = await world.run(['tokens', 'refresh']).ended
  expect(real.text).toContain('active accounts 2, due 1, refreshed 1, failed 0')
  expect(world.simulator.state.calls.count('token')).toBe(before + 1)
})
