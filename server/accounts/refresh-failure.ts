import { TikTokAnswerError, TikTokApiError, type TikTokError, TikTokNetworkError } from '#tiktok/errors.ts'
import { type AccessEnd, ANSWER_LOST } from './end-access.ts'
import { revocationWords } from './revocation-words.ts'

/** TikTok's rate windows are a minute long (docs page "tiktok-api-v2-rate-limit"). */
const RATE_WINDOW_MS = 60 * 1000

const BY_ITSELF = 'It is tried again by itself.'

export type RefreshFailure =
  | { kind: 'ended'; end: AccessEnd }
  | {
      kind: 'again'
      code: string
      detail: string
      advice: string
      remedy: 'retry' | 'wait' | 'hold'
      /** Never sooner than this. */
      leastDelayMs: number
      /** TikTok may have replaced the refresh token, although we did not hear of it. */
      isInDoubt: boolean
    }

/**
 * What a failed refresh means. Only TikTok's permanent answer ends an access: as `revoked` when we know that our refresh
 * token was the right one, as `error` when an earlier answer got lost and TikTok may have replaced it.
 */
export function judgeRefresh(error: TikTokError, wasInDoubt: boolean): RefreshFailure {
  if (error instanceof TikTokApiError && error.remedy === 'reconnect')
    return { kind: 'ended', end: endOf(error, wasInDoubt) }
  const isRateLimit = error instanceof TikTokApiError && error.remedy === 'wait'
  return {
    kind: 'again',
    ...describe(error),
    leastDelayMs: isRateLimit ? (error.retryAfterMs ?? RATE_WINDOW_MS) : 0,
    isInDoubt: wasInDoubt || error.mayHaveTakenEffect,
  }
}

function endOf({ code }: TikTokApiError, wasInDoubt: boolean): AccessEnd {
  return wasInDoubt ? ANSWER_LOST : { status: 'revoked', code, ...revocationWords(code) }
}

function describe(error: TikTokError) {
  const again = { remedy: 'retry' as const, advice: BY_ITSELF }
  if (error instanceof TikTokNetworkError)
    return {
      ...again,
      code: `network_${error.reason}`,
      detail: 'TikTok did not answer when the access was to be renewed.',
    }
  if (error instanceof TikTokApiError)
    return {
      code: error.code,
      detail: `TikTok answered "${error.code}" when the access was to be renewed.`,
      advice: error.advice,
      remedy: remedyOf(error),
    }
  const code = error instanceof TikTokAnswerError ? 'unreadable_answer' : 'tiktok_error'
  return { ...again, code, detail: 'TikTok gave no usable answer when the access was to be renewed.' }
}

/** A code that asks for a change of the app's settings, or that nobody knows, waits for a person. */
function remedyOf({ remedy }: TikTokApiError): 'retry' | 'wait' | 'hold' {
  if (remedy === 'wait') return 'wait'
  return remedy === 'retry' ? 'retry' : 'hold'
}
