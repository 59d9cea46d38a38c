import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'
import { startTikTokWire, type TikTokWire } from '../tiktok-wire.ts'

const HOUR_MS = 60 * 60 * 1000

let wire: TikTokWire
let stage: Stage
let mara: Actor

beforeAll(async () => {
  wire = await startTikTokWire()
  stage = await startStage({ env: { TIKTOK_API_URL: wire.url } })
  wire.passTo(stage.simulator.url)
  mara = await stage.actor('mara.bakes')
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await wire[Symbol.asyncDispose]()
})

/** Every row of every table, as text, but what better-auth keeps. */
async function wholeDatabase(): Promise<string> {
  const { rows } = await stage.ctx.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  const tables = await Promise.all(
    rows.map(({ name }) => stage.ctx.pool.query<{ row: string }>(`select each::text as row from ${name} as each`)),
  )
  return tables.flatMap((table) => table.rows.map(({ row }) => row)).join('\n')
}

/** A post through everything that can go wrong on its way. */
async function publishThroughFaults(): Promise<string> {
  const { faults } = stage.simulator
  const { openId } = mara
  faults.add({ endpoint: 'video_init', openId, times: 1, cut: 'after' })
  faults.add({ endpoint: 'creator_info', openId, times: 1, status: 401, code: 'access_token_invalid' })
  faults.add({ endpoint: 'upload', openId, chunkIndex: 1, times: 1, cut: 'during', cutAfterBytes: 1000 })
  faults.add({ endpoint: 'upload', openId, chunkIndex: 2, times: 1, status: 403 })
  faults.add({ endpoint: 'status', openId, times: 2, status: 502, body: '<html>upload_token=leak</html>' })
  faults.add({ endpoint: 'video_init', openId, skip: 1, times: 1, status: 500, mutate: repeatTokens })
  const id = await mara.post({}, { caption: 'a caption nobody logs' }, THREE_CHUNKS_BYTES)
  await mara.until(id, 'published')
  return id
}

async function failToPublish(): Promise<string> {
  stage.simulator.faults.add({ endpoint: 'processing', openId: mara.openId, times: 1, failReason: 'spam_risk_text' })
  const id = await mara.post()
  await mara.until(id, 'failed')
  return id
}

/** TikTok repeats in its words what it was sent. */
function repeatTokens<Reply extends { body: string }>(reply: Reply): Reply {
  const message = [...(wire.secrets.get('access_token') ?? [])].at(-1)
  return { ...reply, body: JSON.stringify({ error: { code: 'internal_error', message } }) }
}

function repeatForm<Reply extends { body: string }>(reply: Reply): Reply {
  const words = [...wire.secrets.values()].flatMap((texts) => [...texts].slice(-1)).join(' ')
  return { ...reply, body: JSON.stringify({ error: 'invalid_grant', error_description: words }) }
}

/** Callbacks that fail before, in and after the trade of the code, seen by a browser and by a program. */
async function failToConnect(): Promise<void> {
  const { faults } = stage.simulator
  const troubles: Parameters<typeof faults.add>[0][] = [
    { endpoint: 'token', status: 400, mutate: repeatForm },
    { endpoint: 'token', cut: 'after' },
    { endpoint: 'token', mutate: (reply) => ({ ...reply, body: reply.body.replace('"expires_in"', '"expires"') }) },
    { endpoint: 'user_info', status: 401, code: 'access_token_invalid' },
    { endpoint: 'user_info', mutate: (reply) => ({ ...reply, body: `${reply.body}}` }) },
  ]
  for (const trouble of troubles)
    for (const headers of [{}, { accept: 'application/json' }]) {
      faults.add({ ...trouble, times: 1 })
      const consentUrl = await stage.ada.redirect('/api/v1/tiktok/oauth/authorize')
      const back = await stage.simulator.authorize(consentUrl, { username: 'oakandiron' })
      await stage.ada.send('GET', back, undefined, headers)
      // Once more: the state is used up, and the code with it.
      await stage.ada.send('GET', back, undefined, headers)
    }
  faults.clear()
}

test('no token, code, verifier, upload URL or secret stands in a log, a job, a row, an answer or an error page', async () => {
  const { ada } = stage
  await failToConnect()
  const published = await publishThroughFaults()
  const failed = await failToPublish()
  stage.clock.advance(3 * HOUR_MS)
  await stage.drain()
  await ada.send('POST', `/api/v1/accounts/${mara.account.id}/refresh-token`)
  stage.simulator.faults.add({ endpoint: 'token', times: 1, status: 400, mutate: repeatForm })
  await ada.send('POST', `/api/v1/accounts/${mara.account.id}/refresh-token`)
  await ada.connect('mara.bakes')
  const publications = [await mara.publication(published), await mara.publication(failed)]
  const paths = ['accounts', 'posts', 'history', 'media', 'me', 'app', 'connect-links', `accounts/${mara.account.id}`]
  for (const path of [...paths, ...publications.map(({ id }) => `publications/${id}/events`), 'nowhere'])
    await ada.send('GET', `/api/v1/${path}`)
  for (const path of ['/metrics', '/healthz', '/readyz', '/api/openapi.json']) await ada.send('GET', path)
  const database = [await wholeDatabase()]
  stage.simulator.faults.add({ endpoint: 'revoke', times: 1, status: 400, mutate: repeatForm })
  await ada.send('DELETE', `/api/v1/accounts/${mara.account.id}`)
  await stage.drain()
  database.push(await wholeDatabase())

  const kinds = ['access_token', 'refresh_token', 'code', 'code_verifier', 'client_secret', 'token', 'upload_url']
  for (const kind of [...kinds, 'upload_token']) expect(wire.secrets.get(kind)?.size, kind).toBeGreaterThan(0)
  const secrets = [...wire.secrets].flatMap(([kind, texts]) => [...texts].map((text) => ({ kind, text })))
  const places = { log: stage.logLines.join('\n'), database: database.join('\n'), answers: ada.answers.join('\n') }
  for (const [place, text] of Object.entries(places)) {
    expect(isIn(text, mara.account.id), `${place} is searched`).toBe(true)
    const leaked = secrets.filter((secret) => isIn(text, secret.text)).map(({ kind }) => kind)
    expect({ place, leaked }).toEqual({ place, leaked: [] })
  }
  expect(places.log).not.toContain('a caption nobody logs')
  expect(`${places.log}${places.database}${places.answers}`).not.toContain('upload_token=leak')
})

/** As it is, as it stands in a URL, and as it stands inside JSON. */
function isIn(text: string, secret: string): boolean {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  return forms.some((form) => text.includes(form))
}

test('another workspace sees, changes and hears nothing of a post', async () => {
  const eve = await stage.signUp('Eve')
  await stage.ada.connect('mara.bakes')
  const listening = new AbortController()
  const heard: string[] = []
  const stream = eve.streamEvents(listening.signal)
  heard.push((await stream.next()).value ?? '')
  const id = await mara.post()
  const { id: publicationId } = await mara.publication(id)
  const calls: [string, string, unknown?][] = [
    ['GET', `/api/v1/posts/${id}`],
    ['PATCH', `/api/v1/posts/${id}`, { caption: 'mine' }],
    ['DELETE', `/api/v1/posts/${id}`],
    ['POST', `/api/v1/posts/${id}/schedule`, { publishAt: 'now', consent: { musicUsage: true } }],
    ['POST', `/api/v1/posts/${id}/publish`, {}],
    ['POST', `/api/v1/posts/${id}/cancel`],
    ['GET', `/api/v1/publications/${publicationId}`],
    ['GET', `/api/v1/publications/${publicationId}/events`],
    ['POST', `/api/v1/publications/${publicationId}/retry`],
    ['POST', `/api/v1/publications/${publicationId}/cancel`],
    ['POST', `/api/v1/publications/${publicationId}/resolve`, { outcome: 'failed' }],
    ['GET', `/api/v1/accounts/${mara.account.id}/creator-info`],
    ['POST', `/api/v1/accounts/${mara.account.id}/sync`],
    ['POST', `/api/v1/accounts/${mara.account.id}/refresh-token`],
    ['DELETE', `/api/v1/accounts/${mara.account.id}`],
  ]
  for (const [method, path, body] of calls)
    expect({ method, path, status: (await eve.send(method, path, body)).status }).toEqual({ method, path, status: 404 })
  for (const path of ['/api/v1/history', '/api/v1/posts', '/api/v1/accounts', '/api/v1/media'])
    expect((await eve.send('GET', path)).body).toMatchObject({ items: [] })
  await mara.until(id, 'published')
  const own = await eve.connect('oakandiron')
  for (const chunk = await stream.next(); !heard.join('').includes(own.id); ) heard.push(chunk.value ?? '')
  listening.abort()
  expect(heard.join('')).not.toContain(publicationId)
  expect(heard.join('')).not.toContain(id)
})
