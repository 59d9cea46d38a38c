import type { Failure } from '#shared/api/posts.ts'
import {
  adviceForFailReason,
  type Remedy,
  TikTokAnswerError,
  TikTokApiError,
  TikTokError,
  TikTokNetworkError,
  TikTokUploadError,
} from '#tiktok/errors.ts'
import { AccountUnusableError } from '../accounts/account-error.ts'
import { TokenRefreshError } from '../accounts/token-refresh-error.ts'
import { after } from '../clock.ts'
import { BreakerOpenError } from '../limits/breaker-open-error.ts'
import { hostRestUntil } from '../limits/host-rest.ts'
import { WindowFullError } from '../limits/window-full-error.ts'
import { VaultError } from '../vault/vault.ts'
import type { Decision } from './decision.ts'

/** TikTok's rate windows are a minute long (docs page "tiktok-api-v2-rate-limit"). */
const RATE_WINDOW_MS = 60 * 1000
/** A cap that TikTok counts differently than we do is asked again after this long. */
const CAP_RECHECK_MS = 60 * 60 * 1000

/**
 * What a failed call means for the publication. A failure that TikTok's host has with everybody costs it no attempt. Throws
 * what is not a failure of TikTok or the account: our own mistake.
 */
export function judgeFailure(error: unknown, now: Date): Decision {
  const decision = judgeAlone(error, now)
  if (decision.kind !== 'retry') return decision
  const until = hostRestUntil(error)
  return until ? { ...decision, kind: 'wait', until } : decision
}

function judgeAlone(error: unknown, now: Date): Decision {
  if (error instanceof TikTokApiError) {
    const failure = { code: error.code, detail: error.message, remedy: error.advice, logId: error.logId }
    return byRemedy(error.remedy, failure, after(now, error.retryAfterMs ?? RATE_WINDOW_MS), now)
  }
  if (error instanceof TokenRefreshError) {
    const failure = { code: error.code, detail: error.message, remedy: error.advice }
    return byRemedy(error.remedy, failure, error.retryAt, now)
  }
  if (error instanceof WindowFullError || error instanceof BreakerOpenError)
    return {
      kind: 'wait',
      until: error.until,
      failure: { code: error.code, detail: error.message, remedy: 'It goes on by itself.' },
    }
  if (error instanceof AccountUnusableError)
    return { kind: 'hold', failure: { code: error.code, detail: error.message, remedy: error.remedy } }
  if (error instanceof VaultError)
    return {
      kind: 'hold',
      failure: {
        code: 'vault_key_missing',
        detail: error.message,
        remedy: `Add the key with the id "${error.keyId}" to ENCRYPTION_KEYS and restart, or reconnect the account. Then retry.`,
      },
    }
  if (error instanceof TikTokUploadError && error.status === 429)
    return { kind: 'wait', until: after(now, error.retryAfterMs ?? RATE_WINDOW_MS), failure: describe(error) }
  if (error instanceof TikTokUploadError && error.action === 'stop')
    return {
      kind: 'fail',
      failure: {
        code: `upload_${error.status}`,
        detail: error.message,
        remedy: 'Publish it again; if it fails again, report it.',
      },
    }
  if (error instanceof TikTokError) return { kind: 'retry', failure: describe(error) }
  throw error
}

/** What follows when a step failed and it was not TikTok. The logs know more than a person needs to. */
export function ownMistake(): Decision {
  return {
    kind: 'retry',
    failure: {
      code: 'own_error',
      detail: 'Something went wrong inside Clipdeck.',
      remedy: 'It is tried again by itself; the log says what it was.',
    },
  }
}

/** What a `fail_reason` of TikTok means: no post came of this publish id. */
export function judgeFailReason(failReason: string | null, logId: string | null, now: Date): Decision {
  const { remedy, advice } = adviceForFailReason(failReason)
  const failure: Failure = {
    code: failReason ?? 'unknown',
    detail: `TikTok did not publish it: ${failReason ?? 'no reason given'}.`,
    remedy: advice,
    logId,
  }
  return byRemedy(remedy, failure, after(now, RATE_WINDOW_MS), now)
}

function byRemedy(remedy: Remedy, failure: Failure, windowEnd: Date, now: Date): Decision {
  switch (remedy) {
    case 'wait':
      return { kind: 'wait', until: windowEnd, failure }
    case 'move':
      return { kind: 'wait', until: after(now, CAP_RECHECK_MS), failure }
    case 'retry':
    case 'refresh':
      return { kind: 'retry', failure }
    case 'reconnect':
    case 'hold':
      return { kind: 'hold', failure }
    case 'fail':
      return { kind: 'fail', failure }
  }
}

function describe(error: TikTokError): Failure {
  const remedy = 'It is tried again by itself.'
  if (error instanceof TikTokNetworkError)
    return { code: `network_${error.reason}`, detail: 'TikTok did not answer.', remedy }
  if (error instanceof TikTokAnswerError)
    return { code: 'unreadable_answer', detail: error.message, remedy, logId: error.logId }
  if (error instanceof TikTokUploadError) return { code: `upload_${error.status}`, detail: error.message, remedy }
  return { code: 'tiktok_error', detail: error.message, remedy }
}
