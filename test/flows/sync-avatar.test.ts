import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Account } from '#shared/api/accounts.ts'
import { avatarPng } from '#simulator/pages/avatar-png.ts'
import { startTestApp, type TestApp } from '../app.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type Person = Awaited<ReturnType<TestApp['signUp']>>
let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())
afterEach(() => app.simulator.faults.clear())

const read = ({ id }: Pick<Account, 'id'>) => ada.call(Account, 'GET', `/api/v1/accounts/${id}`)
const mediaDir = () => join(app.ctx.config.dataDir, 'media')
const stored = async () =>
  (await readdir(mediaDir(), { recursive: true })).filter((name) => /avatars\/.*\/.{64}$/.test(name))

/** From now on TikTok says that everybody's picture is there. */
function pointAvatarsTo(url: string): void {
  app.simulator.faults.add({
    endpoint: 'user_info',
    mutate: (reply) => ({ ...reply, body: reply.body.replace(/"avatar_url":"[^"]*"/, `"avatar_url":"${url}"`) }),
  })
}

async function avatarOf(account: Account) {
  const { avatarUrl } = await read(account)
  return avatarUrl ? ada.fetchBytes(avatarUrl) : null
}

test('a picture is kept here when the URL that TikTok gave has expired', async () => {
  const account = await ada.connect('mara.bakes')
  await app.drain()
  const { rows } = await app.ctx.pool.query<{ url: string }>('select avatar_url as url from accounts where id = $1', [
    account.id,
  ])
  const theirs = rows[0]?.url ?? ''
  expect((await fetch(theirs)).status).toBe(200)
  app.clock.advance(DAY_MS / 2)
  expect((await fetch(theirs)).status).toBe(403)

  const ours = await avatarOf(account)
  expect(ours?.status).toBe(200)
  expect(ours?.bytes.equals(avatarPng('mara.bakes'))).toBe(true)
  expect(Object.fromEntries(ours?.headers ?? [])).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  const etag = ours?.headers.get('etag') ?? ''
  const path = (await read(account)).avatarUrl ?? ''
  expect(await ada.send('GET', path, undefined, { 'if-none-match': etag })).toMatchObject({ status: 304 })
})

test('another picture has another path, and the old one is gone', async () => {
  const account = await ada.connect('oakandiron')
  await app.drain()
  const before = (await read(account)).avatarUrl
  const count = (await stored()).length
  pointAvatarsTo(`${app.simulator.url}/avatars/somebody.else.png`)
  await ada.send('POST', `/api/v1/accounts/${account.id}/sync`)
  await app.drain()
  expect((await read(account)).avatarUrl).not.toBe(before)
  expect((await avatarOf(account))?.bytes.equals(avatarPng('somebody.else'))).toBe(true)
  expect(await stored()).toHaveLength(count)
  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
})

test('a picture is never fetched from a place that is not TikTok’s', async () => {
  const asked: (string | undefined)[] = []
  const inside = createServer((request, reply) => {
    asked.push(request.url)
    reply.end(avatarPng('stolen'))
  })
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  const address = inside.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const account = await ada.connect('lena.climbs')
  for (const url of [`http://127.0.0.1:${port}/admin`, `http://localhost:${port}/admin`, 'http://169.254.169.254/'])
    await expectNoPicture(account, url)
  expect(asked).toEqual([])
  inside.close()
})

test('an SVG is not taken over, even from TikTok', async () => {
  const account = await ada.connect('tinytrains')
  await expectNoPicture(account, `${app.simulator.url}/avatars/tinytrains.svg`)
})

async function expectNoPicture(account: Account, url: string): Promise<void> {
  app.simulator.faults.clear()
  pointAvatarsTo(url)
  await ada.send('POST', `/api/v1/accounts/${account.id}/sync`)
  await app.drain()
  expect(await read(account)).toMatchObject({ avatarUrl: null, status: 'active', lastError: null })
  expect(await ada.send('GET', `/api/v1/accounts/${account.id}/avatar`)).toMatchObject({ status: 404 })
}
