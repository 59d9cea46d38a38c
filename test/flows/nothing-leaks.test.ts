import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, type Stage, startStage, THREE_CHUNKS_BYTES } from '../stage.ts'

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage()
  mara = await stage.actor('mara.bakes')
})
afterAll(() => stage[Symbol.asyncDispose]())

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

test('no token, code, upload URL or secret stands in a log, a job, a row or an answer, whatever goes wrong', async () => {
  const { faults, state } = stage.simulator
  faults.add({ endpoint: 'video_init', openId: mara.openId, times: 1, cut: 'after' })
  faults.add({ endpoint: 'creator_info', openId: mara.openId, times: 1, status: 401, code: 'access_token_invalid' })
  faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 1, times: 1, cut: 'during', cutAfterBytes: 1000 })
  faults.add({ endpoint: 'upload', openId: mara.openId, chunkIndex: 2, times: 1, status: 403 })
  faults.add({ endpoint: 'status', openId: mara.openId, times: 2, status: 502, body: '<html>upload_token=leak</html>' })
  faults.add({
    endpoint: 'video_init',
    openId: mara.openId,
    skip: 1,
    times: 1,
    status: 500,
    mutate: (reply) => ({
      ...reply,
      body: JSON.stringify({ error: { code: 'internal_error', message: tokens()[0] } }),
    }),
  })
  const tokens = () => [...state.accessTokens.values(), ...state.refreshTokens.values()].map(({ token }) => token)
  const codes = state.codes.values().map(({ code }) => code)
  const id = await mara.post({}, { caption: 'a caption nobody logs' }, THREE_CHUNKS_BYTES)
  await mara.until(id, 'published')
  const uploadTokens = state.tasks.values().flatMap(({ upload }) => (upload ? [upload.uploadToken] : []))
  const { id: publicationId } = await mara.publication(id)
  const answers = await Promise.all(
    [
      '/api/v1/accounts',
      `/api/v1/posts/${id}`,
      `/api/v1/publications/${publicationId}/events`,
      '/api/v1/history',
      '/metrics',
    ].map(async (path) => JSON.stringify((await stage.ada.send('GET', path)).body)),
  )
  const places = { log: stage.logLines.join('\n'), database: await wholeDatabase(), answers: answers.join('\n') }
  const secrets = [...tokens(), ...uploadTokens, ...codes, 'test-secret-of-the-app', 'leak']
  expect(secrets.length).toBeGreaterThan(4)
  for (const [place, text] of Object.entries(places))
    expect({ place, leaked: secrets.filter((secret) => text.includes(secret)) }).toEqual({ place, leaked: [] })
  expect(places.log).not.toContain('a caption nobody logs')
})

test('another workspace sees, changes and hears nothing of a post', async () => {
  const eve = await stage.signUp('Eve')
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
