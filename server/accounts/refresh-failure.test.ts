import { expect, test } from 'vitest'
import { TikTokAnswerError, TikTokApiError, TikTokNetworkError } from '#tiktok/errors.ts'
import { judgeRefresh } from './refresh-failure.ts'

const answered = (code: string, status: number, retryAfterMs: number | null = null) =>
  new TikTokApiError('refused', { code, status, logId: null, retryAfterMs })

test('only a permanent answer ends the access', () => {
  expect(judgeRefresh(answered('invalid_grant', 400), false)).toMatchObject({
    kind: 'ended',
    end: { status: 'revoked', code: 'invalid_grant' },
  })
  for (const passing of [
    answered('internal_error', 503),
    answered('rate_limit_exceeded', 429),
    answered('temporarily_unavailable', 400),
    answered('invalid_client', 401),
    new TikTokAnswerError('a page', { status: 502 }),
    new TikTokNetworkError('silence', { reason: 'timeout', mayHaveArrived: true }),
  ])
    expect(judgeRefresh(passing, true).kind).toBe('again')
})

test('a refused grant after a lost answer is an error and no revocation', () => {
  expect(judgeRefresh(answered('invalid_grant', 400), true)).toMatchObject({
    end: { status: 'error', code: 'refresh_answer_lost', remedy: expect.stringContaining('Reconnect') },
  })
})

test('what may have reached TikTok leaves a doubt, what cannot have does not', () => {
  const isInDoubt = (error: Parameters<typeof judgeRefresh>[0], wasInDoubt = false) => {
    const failure = judgeRefresh(error, wasInDoubt)
    return failure.kind === 'again' && failure.isInDoubt
  }
  expect(isInDoubt(new TikTokNetworkError('cut', { reason: 'reset', mayHaveArrived: true }))).toBe(true)
  expect(isInDoubt(answered('internal_error', 503))).toBe(true)
  expect(isInDoubt(new TikTokNetworkError('no connection', { reason: 'connect', mayHaveArrived: false }))).toBe(false)
  expect(isInDoubt(answered('rate_limit_exceeded', 429))).toBe(false)
  expect(isInDoubt(answered('rate_limit_exceeded', 429), true)).toBe(true)
})

test('a rate limit is waited out: as long as TikTok says, else for a minute', () => {
  expect(judgeRefresh(answered('rate_limit_exceeded', 429), false)).toMatchObject({
    remedy: 'wait',
    leastDelayMs: 60_000,
  })
  expect(judgeRefresh(answered('rate_limit_exceeded', 429, 300_000), false)).toMatchObject({ leastDelayMs: 300_000 })
})

test('a mistake in the settings of the app waits for a person', () => {
  expect(judgeRefresh(answered('invalid_client', 401), false)).toMatchObject({ remedy: 'hold', code: 'invalid_client' })
})
