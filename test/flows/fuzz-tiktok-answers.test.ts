import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openToken } from '#server/accounts/account-tokens.ts'
import { getAccount } from '#server/accounts/accounts-store.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { type FuzzedAttempt, startFuzzedTikTok, strangeProfiles, strangeTokens } from '../fuzzed-tiktok.ts'

const SIDE_BY_SIDE = 25
const ROUNDS = 40

test.each([
  ['the trade of a code', strangeTokens],
  ['the question for the profile', strangeProfiles],
])(
  'whatever TikTok answers to %s, an account is connected wholly or not at all',
  { timeout: 120_000 },
  async (_what, attempt) => {
    await using tiktok = await startFuzzedTikTok()
    await using app = await startTestApp({ env: { TIKTOK_API_URL: tiktok.url } })
    const ada = await app.signUp()
    const connected = new Set<string>()
    const errors = new Set<string>()

    async function connect(answers: FuzzedAttempt): Promise<void> {
      const consent = new URL(await ada.redirect('/api/v1/tiktok/oauth/authorize'))
      const code = crypto.randomUUID()
      tiktok.attempts.set(code, answers)
      const query = new URLSearchParams({ code, state: consent.searchParams.get('state') ?? '' })
      const { status, headers } = await ada.send('GET', `/api/v1/tiktok/oauth/callback?${query}`)
      expect(status).toBe(302)
      const page = new URL(headers.get('location') ?? '').searchParams
      const [id, error] = [page.get('connected'), page.get('error')]
      expect(id === null).not.toBe(error === null)
      if (id) connected.add(id)
      if (error) errors.add(error)
    }

    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE }), async (attempts) => {
        await Promise.all(attempts.map(connect))
      }),
      { numRuns: ROUNDS, endOnFailure: true },
    )
    expect(errors).toContain('tiktok_nonsense')
    expect(connected.size).toBeGreaterThan(10)
    const { rows } = await app.ctx.pool.query<{ id: string }>('select id from accounts')
    expect(new Set(rows.map(({ id }) => id))).toEqual(connected)
    for (const { id } of rows) await isWhole(app, id)
    expect((await ada.send('GET', '/api/v1/accounts')).status).toBe(200)
    expect(app.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  },
)

async function isWhole({ ctx, clock }: TestApp, id: string): Promise<void> {
  const account = await getAccount(ctx.db, id)
  expect(account.status).toBe('active')
  expect(account.displayName).not.toBe('')
  expect((await openToken(ctx, account, 'access-token'))?.reveal()).toMatch(/^[\x21-\x7e]+$/)
  expect((await openToken(ctx, account, 'refresh-token'))?.reveal()).toMatch(/^[\x21-\x7e]+$/)
  for (const end of [account.tokenExpiresAt, account.refreshExpiresAt])
    expect(end?.getTime()).toBeGreaterThan(clock.now().getTime())
}
