import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConnectLink, CreatedConnectLink } from '#shared/api/connect-links.ts'
import { listOf } from '#shared/api/lists.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Person } from '../person.ts'
import { createVisitor, inviteVisitor } from '../visitor.ts'

const HOUR_MS = 60 * 60 * 1000

let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())

const invite = (wish: Record<string, unknown> = {}) => inviteVisitor(app, ada, wish)
const hasGrant = (username: string) => app.simulator.state.grants.get(app.simulator.openIdOf(username)) !== undefined
const accountOf = async (username: string) => (await ada.accounts()).find((each) => each.username === username)
const links = () => ada.call(listOf(ConnectLink), 'GET', '/api/v1/connect-links?limit=100')
/** The next two callbacks wait for each other at TikTok, and then save at the same moment. */
function holdTwo(): void {
  const both = Promise.withResolvers<void>()
  let come = 0
  const run = () => {
    come += 1
    if (come === 2) both.resolve()
    return both.promise
  }
  app.simulator.faults.add({ endpoint: 'user_info', times: 2, run })
}
const linkOf = async (id: string) => (await links()).items.find((each) => each.id === id)

test('a creator who is no member reads who asks for what, and connects an account by the link', async () => {
  const { link, visitor } = await invite({ label: '  Mara, summer ' })
  expect(link.url).toMatch(/\/connect\/[\w-]{43}$/)
  expect(await linkOf(link.id)).toMatchObject({
    label: 'Mara, summer',
    createdBy: 'Ada',
    status: 'open',
    account: null,
  })
  expect((await visitor.read()).body).toEqual({
    workspaceName: "Ada's workspace",
    invitedBy: 'Ada',
    scopes: expect.arrayContaining(['user.info.basic', 'video.publish']),
    expiresAt: new Date(app.clock.now().getTime() + 7 * 24 * HOUR_MS).toISOString(),
  })

  expect(await visitor.connect('mara.bakes')).toBe(`${visitor.page}?connected=1`)
  const account = await accountOf('mara.bakes')
  expect(account).toMatchObject({ status: 'active' })
  expect(await linkOf(link.id)).toMatchObject({
    status: 'used',
    usedAt: app.clock.now().toISOString(),
    account: { id: account?.id, displayName: account?.displayName, username: 'mara.bakes' },
  })
  expect((await visitor.send('GET', '/api/v1/accounts')).status).toBe(401)
})

test('the consent page of a link is bound to the browser by a cookie that no script and no other site gets', async () => {
  const { visitor } = await invite()
  const reply = await visitor.send('GET', `/api/v1/connect/${visitor.token}/authorize`)
  expect(reply.status).toBe(302)
  expect(reply.headers.get('location')).toContain('/v2/auth/authorize/')
  expect(reply.headers.get('location')).not.toContain(visitor.token)
  expect(reply.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax$/)
})

test('neither the database nor the log knows the token, and its answer can be repeated by its key', async () => {
  const ask = () => ada.send('POST', '/api/v1/connect-links', {}, { 'idempotency-key': 'one-link' })
  const [first, second] = [await ask(), await ask()]
  expect(second).toMatchObject({ status: 201, body: first.body })

  const { visitor } = await invite()
  await visitor.consent('tinytrains')
  const { rows } = await app.ctx.pool.query(
    `select each::text as row from connect_links as each union all select each::text from oauth_states as each
     union all select each::text from idempotency_keys as each`,
  )
  expect(JSON.stringify(rows)).not.toContain(visitor.token)
  expect(JSON.stringify(rows)).not.toContain(CreatedConnectLink.parse(first.body).url.slice(-43))
  expect(app.logLines.join('\n')).not.toContain(visitor.token)
})

test('a used link connects nobody else', async () => {
  const { link, visitor } = await invite()
  await visitor.connect('oakandiron')
  const late = createVisitor(app, link.url)
  expect(await late.read()).toMatchObject({ status: 410, body: { code: 'link_used' } })
  expect(await late.redirect(`/api/v1/connect/${late.token}/authorize`)).toBe(`${app.url}${late.page}`)
})

test('an expired link says so, before TikTok and after it', async () => {
  const { link, visitor } = await invite({ expiresInHours: 1 })
  app.clock.advance(HOUR_MS - 60_000)
  const callback = await visitor.consent('lena.climbs')
  app.clock.advance(60_000)
  expect(await visitor.finish(callback)).toBe(`${visitor.page}?error=link_expired`)
  expect(await visitor.read()).toMatchObject({ status: 410, body: { code: 'link_expired' } })
  expect(await visitor.redirect(`/api/v1/connect/${visitor.token}/authorize`)).toBe(`${app.url}${visitor.page}`)
  expect(await linkOf(link.id)).toMatchObject({ status: 'expired', account: null })
  expect(await accountOf('lena.climbs')).toBeUndefined()
  expect(hasGrant('lena.climbs')).toBe(false)
})

test('a link that is taken back while the creator is at TikTok connects nothing, and the grant is given back', async () => {
  const { link, visitor } = await invite()
  const callback = await visitor.consent('studio_ines')
  expect((await ada.send('DELETE', `/api/v1/connect-links/${link.id}`)).status).toBe(204)
  expect((await ada.send('DELETE', `/api/v1/connect-links/${link.id}`)).status).toBe(204)
  expect(await visitor.finish(callback)).toBe(`${visitor.page}?error=link_revoked`)
  expect(await visitor.read()).toMatchObject({ status: 410, body: { code: 'link_revoked' } })
  expect(await linkOf(link.id)).toMatchObject({ status: 'revoked', account: null })
  expect(await accountOf('studio_ines')).toBeUndefined()
  expect(hasGrant('studio_ines')).toBe(false)
})

test('a program that finishes with a closed link reads a problem with its code and remedy', async () => {
  const { link, visitor } = await invite()
  const callback = await visitor.consent('studio_ines')
  await ada.send('DELETE', `/api/v1/connect-links/${link.id}`)
  expect(await visitor.send('GET', callback, undefined, { accept: 'application/json' })).toMatchObject({
    status: 410,
    body: { code: 'link_revoked', remedy: expect.stringContaining('new one') },
  })
})

test('two browsers that finish at once connect one account; the other grant is given back', async () => {
  const { link, visitor } = await invite()
  const rival = createVisitor(app, link.url)
  const callbacks = [await visitor.consent('pixelgarden'), await rival.consent('northsea.surf')] as const
  holdTwo()
  const ends = await Promise.all([visitor.finish(callbacks[0]), rival.finish(callbacks[1])])
  expect(ends.toSorted()).toEqual([`${visitor.page}?connected=1`, `${visitor.page}?error=link_used`])

  const [winner, loser] = ends[0]?.includes('connected')
    ? (['pixelgarden', 'northsea.surf'] as const)
    : (['northsea.surf', 'pixelgarden'] as const)
  expect((await linkOf(link.id))?.account?.username).toBe(winner)
  expect(await accountOf(loser)).toBeUndefined()
  expect({ winner: hasGrant(winner), loser: hasGrant(loser) }).toEqual({ winner: true, loser: false })
})

test('two browsers that finish at once with the same creator leave the account its access', async () => {
  const { link, visitor } = await invite()
  const rival = createVisitor(app, link.url)
  const callbacks = [await visitor.consent('nightkitchen'), await rival.consent('nightkitchen')] as const
  holdTwo()
  const ends = await Promise.all([visitor.finish(callbacks[0]), rival.finish(callbacks[1])])
  expect(ends.filter((end) => end.endsWith('?error=link_used'))).toHaveLength(1)
  expect((await ada.accounts()).filter(({ username }) => username === 'nightkitchen')).toHaveLength(1)
  expect(hasGrant('nightkitchen')).toBe(true)
})

test('a creator who says no does not use the link up', async () => {
  const { link, visitor } = await invite()
  expect(await visitor.connect('drift.and.dine', { cancel: true })).toBe(`${visitor.page}?error=user_cancel`)
  app.simulator.faults.add({ endpoint: 'token', times: 1, status: 503 })
  expect(await visitor.connect('drift.and.dine')).toMatch(/\?error=\w+$/)
  expect(await linkOf(link.id)).toMatchObject({ status: 'open' })
  expect(await visitor.connect('drift.and.dine')).toBe(`${visitor.page}?connected=1`)
})

test('another browser cannot finish what a visitor began, whoever is in it', async () => {
  const { link, visitor } = await invite()
  const { visitor: other } = await invite()
  await other.consent('yuki_ink')
  const eve = await app.signUp('Eve')
  const stranger = createVisitor(app, link.url)

  const toNowhere = await stranger.finish(await visitor.consent('yuki_ink'))
  expect(toNowhere).toBe('/connect?error=session_ended')
  expect(await other.finish(await visitor.consent('yuki_ink'))).toBe('/connect?error=state_foreign')
  const asEve = new URL(await eve.redirect(await visitor.consent('yuki_ink')))
  expect(asEve.pathname + asEve.search).toBe('/connect?error=state_foreign')
  expect(await linkOf(link.id)).toMatchObject({ status: 'open' })
  expect(await accountOf('yuki_ink')).toBeUndefined()
  expect(await eve.accounts()).toEqual([])
})

test('a visitor cannot finish what a member began', async () => {
  const { visitor } = await invite()
  await visitor.consent('yuki_ink')
  const consentUrl = await ada.redirect('/api/v1/tiktok/oauth/authorize')
  const callback = await app.simulator.authorize(consentUrl, { username: 'yuki_ink' })
  expect(await visitor.finish(callback)).toBe('/accounts?error=state_foreign')
  expect(await accountOf('yuki_ink')).toBeUndefined()
})

test('a callback comes too late, or twice, and leads back to the link', async () => {
  const { visitor } = await invite()
  const callback = await visitor.consent('mara.bakes')
  app.clock.advance(5 * 60_000)
  expect(await visitor.finish(callback)).toBe(`${visitor.page}?error=state_expired`)
  expect(await visitor.finish(callback)).toBe(`${visitor.page}?error=state_used`)
})

test('a member may try the link in the same browser, and an account that comes back is told', async () => {
  const { link } = await invite()
  const path = `/api/v1/connect/${link.url.slice(-43)}/authorize`
  await app.simulator.authorize(await ada.redirect(path), { username: 'mara.bakes' })
  const callback = await app.simulator.authorize(await ada.redirect(path), { username: 'mara.bakes' })
  expect(await ada.redirect(callback)).toBe(`${link.url}?connected=1&again=true`)
})

test('a link belongs to its workspace: for another one it is not there', async () => {
  const { link } = await invite()
  const eve = await app.signUp('Eve')
  expect((await eve.send('DELETE', `/api/v1/connect-links/${link.id}`)).status).toBe(404)
  expect((await eve.send('GET', '/api/v1/connect-links')).body).toEqual({ items: [], nextCursor: null })
  expect(await linkOf(link.id)).toMatchObject({ status: 'open' })
  const stranger = createVisitor(app, link.url)
  for (const [method, path] of [
    ['GET', '/api/v1/connect-links'],
    ['POST', '/api/v1/connect-links'],
    ['DELETE', `/api/v1/connect-links/${link.id}`],
  ] as const)
    expect((await stranger.send(method, path, method === 'POST' ? {} : undefined)).status).toBe(401)
})

test('a used link cannot be taken back, and the answer says what to do instead', async () => {
  const { link, visitor } = await invite()
  await visitor.connect('mara.bakes')
  expect(await ada.send('DELETE', `/api/v1/connect-links/${link.id}`)).toMatchObject({
    status: 409,
    body: { code: 'conflict', remedy: expect.stringContaining('Disconnect') },
  })
})

test('a life outside 1 hour to 30 days and a label that is too long are refused by name', async () => {
  for (const expiresInHours of [0, 1.5, 721, '24'])
    expect(await ada.send('POST', '/api/v1/connect-links', { expiresInHours })).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_input',
        errors: [{ path: 'expiresInHours', message: expect.stringContaining('30 days') }],
      },
    })
  expect(await ada.send('POST', '/api/v1/connect-links', { label: 'x'.repeat(81) })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'label' }] },
  })
  expect((await ada.send('POST', '/api/v1/connect-links', { expiresInHours: 720, label: '' })).status).toBe(201)
})

test('the list comes page by page, the newest first', async () => {
  const newest: string[] = []
  for (let count = 0; count < 3; count += 1) {
    app.clock.advance(1000)
    newest.unshift((await invite()).link.id)
  }
  const first = await ada.call(listOf(ConnectLink), 'GET', '/api/v1/connect-links?limit=2')
  const second = await ada.call(
    listOf(ConnectLink),
    'GET',
    `/api/v1/connect-links?limit=1&cursor=${first.nextCursor ?? ''}`,
  )
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(newest)
})

test('a token that nobody made is not there, and whoever tries many is told to wait', async () => {
  const stranger = createVisitor(app, `${app.url}/connect/${'A'.repeat(43)}`)
  expect(await stranger.read()).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await stranger.redirect(`/api/v1/connect/${stranger.token}/authorize`)).toBe(`${app.url}${stranger.page}`)
  const from = { 'x-forwarded-for': '203.0.113.9' }
  const tries = await Promise.all(
    Array.from({ length: 61 }, () => stranger.send('GET', `/api/v1/connect/${stranger.token}`, undefined, from)),
  )
  const refused = tries.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(1)
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/)
})
