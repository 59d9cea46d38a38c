import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../app.ts'
import { nastyText, nastyValue } from '../fuzz-json.ts'
import type { Person } from '../person.ts'

/** So many callbacks at once, so many times. */
const SIDE_BY_SIDE = 20
const ROUNDS = 200

let app: TestApp
let ada: Person

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.signUp()
})
afterAll(() => app[Symbol.asyncDispose]())

const name = fc.constantFrom('state', 'code', 'error', 'error_type', 'error_description', 'scopes', 'state[]', 'x')
const value = fc.oneof(
  nastyText,
  nastyValue.map((it) => JSON.stringify(it)),
)
const pairs = fc.array(fc.tuple(name, value), { maxLength: 5 })
const ragged = fc.string({ unit: fc.constantFrom('%', '&', '=', '[', ']', ';', '+', '"', '0', 'state', 'code', 'é') })

const callback = fc.record({
  query: fc.oneof(
    pairs.map((all) => String(new URLSearchParams(all))),
    ragged,
  ),
  isBegun: fc.constantFrom(true, false, false),
  isSignedIn: fc.boolean(),
  accept: fc.constantFrom('text/html', 'application/json', 'application/json, text/html', '', '*/*;q=x'),
})

type Callback = typeof callback extends fc.Arbitrary<infer Value> ? Value : never

/** The state of an attempt that has just begun. */
async function begunState(): Promise<string> {
  const url = new URL(await ada.redirect('/api/v1/tiktok/oauth/authorize'))
  return `state=${url.searchParams.get('state')}&`
}

async function answerTo({ query, isBegun, isSignedIn, accept }: Callback) {
  const path = `/api/v1/tiktok/oauth/callback?${isBegun ? await begunState() : ''}${query}`
  if (isSignedIn) return ada.send('GET', path, undefined, { accept })
  const { status, headers } = await fetch(new URL(path, app.url), { redirect: 'manual', headers: { accept } })
  return { status, headers, body: null }
}

test('whatever stands in a callback is answered: a page of ours with a code, or a problem with one', {
  timeout: 120_000,
}, async () => {
  const codes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(callback, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE }), async (callbacks) => {
      for (const { status, headers, body } of await Promise.all(callbacks.map(answerTo))) {
        // 431: Node itself refuses an address that is too long.
        expect([302, 400, 401, 403, 431, 502]).toContain(status)
        if (status === 302) {
          const page = new URL(headers.get('location') ?? '')
          expect([page.origin, page.pathname]).toEqual([app.url, '/accounts'])
          expect(page.searchParams.get('error')).toMatch(/^[\w.-]{1,100}$/)
          codes.add(page.searchParams.get('error') ?? '')
        } else if (body && status !== 431)
          expect(body).toMatchObject({ code: expect.stringMatching(/^[\w.-]+$/), status })
      }
    }),
    { numRuns: ROUNDS },
  )
  expect([...codes]).toEqual(
    expect.arrayContaining(['state_missing', 'state_unknown', 'session_ended', 'invalid_grant', 'code_missing']),
  )
  expect(await ada.accounts()).toEqual([])
  expect(app.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})
