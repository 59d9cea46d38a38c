import { afterAll, beforeAll, expect, test } from 'vitest'
import { Account } from '#shared/api/accounts.ts'
import { listOf } from '#shared/api/lists.ts'
import { startTestApp, type TestApp } from '../app.ts'

const FLEET = 500
const Page = listOf(Account)

type Person = Awaited<ReturnType<TestApp['signUp']>>
let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
  await ada.connect('mara.bakes', ['user.info.basic', 'user.info.profile', 'video.publish'])
  await app.ctx.pool.query(
    `insert into accounts (workspace_id, open_id, display_name, username, status, scopes, connected_at)
     select workspace_id, 'open-' || n, (case when n % 2 = 0 then 'creator ' else 'Creator ' end) || n % 250,
            'handle_' || n, (array['active', 'expired', 'revoked', 'error'])[1 + n % 4], '{video.upload}', now()
     from accounts, generate_series(1, $1) as n`,
    [FLEET - 1],
  )
})
afterAll(() => app[Symbol.asyncDispose]())

const list = (query: string) => ada.call(Page, 'GET', `/api/v1/accounts?${query}`)

async function listAll(query: string): Promise<Account[]> {
  const accounts: Account[] = []
  let cursor = ''
  do {
    const page: { items: Account[]; nextCursor: string | null } = await list(`${query}${cursor && `&cursor=${cursor}`}`)
    accounts.push(...page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return accounts
}

test('500 accounts come page by page by name, each once, also where many have one name', async () => {
  const accounts = await listAll('limit=37')
  expect(accounts).toHaveLength(FLEET)
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(FLEET)
  const keys = accounts.map(({ displayName, id }) => `${displayName.toLowerCase()} ${id}`)
  expect(keys).toEqual(keys.toSorted())
})

test('a page of a hundred takes no more statements than a page of one', async () => {
  let statements = 0
  const count = () => void statements++
  app.ctx.pool.on('acquire', count)
  const spent = async (query: string) => {
    statements = 0
    await list(query)
    return statements
  }
  const one = await spent('limit=1')
  expect(await spent('limit=100')).toBe(one)
  expect(one).toBeLessThanOrEqual(8)
  app.ctx.pool.off('acquire', count)
})

test('by status, by capability, and by a part of name or handle', async () => {
  expect((await listAll('status=expired&limit=100')).map(({ status }) => status)).toEqual(Array(125).fill('expired'))
  expect((await listAll('capability=directPost')).map(({ username }) => username)).toEqual(['mara.bakes'])
  expect((await listAll('search=RA%20BAK')).map(({ displayName }) => displayName)).toEqual(['Mara Bakes'])
  expect((await listAll('search=handle_499')).map(({ username }) => username)).toEqual(['handle_499'])
  expect(await listAll('search=handle%25499')).toEqual([])
  expect(await listAll('status=active&capability=stats')).toEqual([])
})

test('what the query says wrongly is named', async () => {
  expect(await ada.send('GET', '/api/v1/accounts?status=asleep')).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ path: 'status' }] },
  })
  expect(await ada.send('GET', '/api/v1/accounts?cursor=nonsense')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'cursor' }] },
  })
})

test('a cursor of another workspace leads nowhere', async () => {
  const { nextCursor } = await list('limit=10')
  const eve = await app.signUp('Eve')
  await eve.connect('oakandiron')
  expect((await eve.call(Page, 'GET', `/api/v1/accounts?cursor=${nextCursor}`)).items).toEqual([])
})
