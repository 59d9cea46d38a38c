import { expect, test } from 'vitest'
import { adviceForCode, adviceForFailReason, failReasons, remedies } from './remedies.ts'

test('every documented code has the remedy it needs', () => {
  const remedyOf = Object.fromEntries(Object.entries(remedies).map(([code, { remedy }]) => [code, remedy]))
  expect(remedyOf).toEqual({
    invalid_param: 'fail',
    invalid_params: 'fail',
    invalid_file_upload: 'fail',
    scope_permission_missed: 'reconnect',
    app_version_check_failed: 'hold',
    invalid_publish_id: 'fail',
    token_not_authorized_for_specified_publish_id: 'fail',
    publish_not_cancellable: 'fail',
    access_token_invalid: 'refresh',
    scope_not_authorized: 'reconnect',
    spam_risk_too_many_posts: 'move',
    spam_risk_user_banned_from_posting: 'hold',
    spam_risk_too_many_pending_share: 'move',
    reached_active_user_cap: 'move',
    unaudited_client_can_only_post_to_private_accounts: 'hold',
    url_ownership_unverified: 'hold',
    privacy_level_option_mismatch: 'hold',
    rate_limit_exceeded: 'wait',
    internal_error: 'retry',
    access_denied: 'reconnect',
    invalid_client: 'hold',
    invalid_grant: 'reconnect',
    invalid_request: 'hold',
    invalid_scope: 'hold',
    unauthorized_client: 'hold',
    unsupported_grant_type: 'fail',
    unsupported_response_type: 'fail',
    server_error: 'retry',
    temporarily_unavailable: 'retry',
  })
})

test('every fail_reason has the remedy it needs, the undocumented ones too', () => {
  const remedyOf = Object.fromEntries(Object.entries(failReasons).map(([reason, { remedy }]) => [reason, remedy]))
  expect(remedyOf).toEqual({
    file_format_check_failed: 'fail',
    duration_check_failed: 'fail',
    frame_rate_check_failed: 'fail',
    picture_size_check_failed: 'fail',
    internal: 'retry',
    video_pull_failed: 'retry',
    photo_pull_failed: 'retry',
    publish_cancelled: 'fail',
    auth_removed: 'reconnect',
    spam_risk_too_many_posts: 'move',
    spam_risk_user_banned_from_posting: 'hold',
    spam_risk_text: 'fail',
    spam_risk: 'fail',
    video_bitrate_check_failed: 'fail',
    privacy_level_not_authorized: 'hold',
    file_format: 'fail',
    duration: 'fail',
    frame_rate: 'fail',
    picture_size: 'fail',
  })
})

test('every advice is a sentence for a person', () => {
  for (const { advice } of [...Object.values(remedies), ...Object.values(failReasons)])
    expect(advice).toMatch(/^[A-Z].{20,}\.$/)
})

test('an unknown code is judged by its status, even when it is named like a part of every object', () => {
  expect(adviceForCode('brand_new', 503).remedy).toBe('retry')
  expect(adviceForCode('brand_new', 429).remedy).toBe('wait')
  expect(adviceForCode('brand_new', 403).remedy).toBe('fail')
  expect(adviceForCode('constructor', 400)).toEqual({ remedy: 'fail', advice: expect.stringContaining('constructor') })
  expect(adviceForFailReason('toString').remedy).toBe('fail')
  expect(adviceForFailReason('brand_new').advice).toContain('brand_new')
  expect(adviceForFailReason(null).remedy).toBe('fail')
})
