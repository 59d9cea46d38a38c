import { expect, test } from 'vitest'
import { TikTokAnswerError, TikTokApiError, TikTokNetworkError, TikTokUploadError } from '#tiktok/errors.ts'
import { unusable } from '../accounts/account-error.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { noteHostRest } from '../limits/host-rest.ts'
import { VaultError } from '../vault/vault.ts'
import { judgeFailReason, judgeFailure } from './judge-failure.ts'

const now = new Date('2026-12-01T09:00:00Z')
const api = (code: string, status: number, retryAfterMs: number | null = null) =>
  new TikTokApiError(`TikTok answered ${code}`, { code, status, logId: 'log-1', retryAfterMs })

test.each([
  ['rate_limit_exceeded', 429, 'wait'],
  ['spam_risk_too_many_posts', 403, 'wait'],
  ['reached_active_user_cap', 403, 'wait'],
  ['spam_risk_too_many_pending_share', 403, 'wait'],
  ['internal_error', 500, 'retry'],
  ['something_new', 503, 'retry'],
  ['scope_not_authorized', 401, 'hold'],
  ['privacy_level_option_mismatch', 403, 'hold'],
  ['unaudited_client_can_only_post_to_private_accounts', 403, 'hold'],
  ['url_ownership_unverified', 403, 'hold'],
  ['spam_risk_user_banned_from_posting', 403, 'hold'],
  ['invalid_param', 400, 'fail'],
  ['something_new', 400, 'fail'],
])('%s with HTTP %i is judged "%s"', (code, status, kind) => {
  expect(judgeFailure(api(code, status), now)).toMatchObject({ kind, failure: { code, logId: 'log-1' } })
})

test('a rate limit is waited out for as long as TikTok says, else for its minute', () => {
  expect(judgeFailure(api('rate_limit_exceeded', 429, 7000), now)).toMatchObject({
    until: new Date('2026-12-01T09:00:07Z'),
  })
  expect(judgeFailure(api('rate_limit_exceeded', 429), now)).toMatchObject({ until: new Date('2026-12-01T09:01:00Z') })
})

test('what rests is waited for, and so is a host that fails with everybody; a lost attempt is for failures of its own', () => {
  const until = new Date('2026-12-01T09:00:30Z')
  const failure = { code: 'tiktok_unavailable', remedy: 'It goes on by itself.' }
  expect(judgeFailure(new BreakerOpenError({ scope: 'api', until, now }), now)).toMatchObject({
    kind: 'wait',
    until,
    failure,
  })
  const [probe, refused] = [api('internal_error', 503), api('invalid_param', 400)]
  for (const error of [probe, refused]) noteHostRest(error, until)
  expect(judgeFailure(probe, now)).toMatchObject({ kind: 'wait', until, failure: { code: 'internal_error' } })
  expect(judgeFailure(refused, now)).toMatchObject({ kind: 'fail' })
})

test('what may pass is retried; our own mistakes are not TikTok failures and are thrown', () => {
  const network = new TikTokNetworkError('no answer', { reason: 'reset', mayHaveArrived: true })
  expect(judgeFailure(network, now)).toMatchObject({ kind: 'retry', failure: { code: 'network_reset' } })
  expect(judgeFailure(new TikTokAnswerError('a page', { status: 502 }), now)).toMatchObject({ kind: 'retry' })
  const refused = new TikTokUploadError('bad headers', { status: 400, action: 'stop', retryAfterMs: null })
  expect(judgeFailure(refused, now)).toMatchObject({ kind: 'fail', failure: { code: 'upload_400' } })
  expect(() => judgeFailure(new TypeError('ours'), now)).toThrow('ours')
})

test('an account or a key that a person must mend holds the publication', () => {
  expect(judgeFailure(unusable({ status: 'revoked' }), now)).toMatchObject({
    kind: 'hold',
    failure: { code: 'account_revoked' },
  })
  expect(judgeFailure(new VaultError('needs k9', 'k9'), now)).toMatchObject({
    kind: 'hold',
    failure: { code: 'vault_key_missing' },
  })
})

test.each([
  ['internal', 'retry'],
  ['video_pull_failed', 'retry'],
  ['auth_removed', 'hold'],
  ['file_format_check_failed', 'fail'],
  ['spam_risk_text', 'fail'],
  ['spam_risk_too_many_posts', 'wait'],
  ['never_heard_of', 'fail'],
  [null, 'fail'],
])('the fail reason %s is judged "%s"', (reason, kind) => {
  expect(judgeFailReason(reason, null, now).kind).toBe(kind)
})
