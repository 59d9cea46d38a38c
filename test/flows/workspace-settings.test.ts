import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '#shared/api/problem.ts'
import { Workspace } from '#shared/api/workspace.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Person } from '../person.ts'

let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())

const change = (body: unknown) => ada.send('PATCH', '/api/v1/workspace', body)
const read = () => ada.call(Workspace, 'GET', '/api/v1/workspace')

test('a new workspace publishes nothing that is more than 12 hours late', async () => {
  expect(await read()).toMatchObject({ name: "Ada's workspace", publishLateMaxMinutes: 720 })
})

test.each([0, 90, 10_080])('its owner may say %d minutes', async (publishLateMaxMinutes) => {
  expect(await change({ publishLateMaxMinutes })).toMatchObject({ status: 200, body: { publishLateMaxMinutes } })
  expect(await read()).toMatchObject({ publishLateMaxMinutes })
})

test('nothing given changes nothing', async () => {
  const before = await read()
  expect(await change({})).toMatchObject({ status: 200, body: before })
})

test.each([-1, 10_081, 1.5, '60', null])('%j is refused with the field and what it may be', async (wrong) => {
  const reply = await change({ publishLateMaxMinutes: wrong })
  expect(reply.status).toBe(400)
  expect(Problem.parse(reply.body).errors).toEqual([
    { path: 'publishLateMaxMinutes', message: 'Give whole minutes from 0 to 10080 (7 days).' },
  ])
})

test('a setting that does not exist is refused by its name', async () => {
  const reply = await change({ publishLateMaxHours: 1 })
  expect(reply.status).toBe(400)
  expect(JSON.stringify(reply.body)).toContain('publishLateMaxHours')
})

test('whoever does not own the workspace reads its settings and cannot change them', async () => {
  const key = await ada.withApiKey()
  expect(await key.send('GET', '/api/v1/workspace')).toMatchObject({ status: 200 })
  expect(await key.send('PATCH', '/api/v1/workspace', { publishLateMaxMinutes: 5 })).toMatchObject({
    status: 403,
    body: { code: 'forbidden', remedy: 'Sign in as the owner; an API key cannot do it.' },
  })
  await app.ctx.pool.query(`update workspace_members set role = 'member'`)
  const asMember = await change({ publishLateMaxMinutes: 5 })
  await app.ctx.pool.query(`update workspace_members set role = 'owner'`)
  expect(asMember).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await read()).publishLateMaxMinutes).not.toBe(5)
})

test('another workspace keeps its own', async () => {
  const eve = await app.signUp('Eve')
  await change({ publishLateMaxMinutes: 30 })
  expect(await eve.call(Workspace, 'GET', '/api/v1/workspace')).toMatchObject({ publishLateMaxMinutes: 720 })
})
