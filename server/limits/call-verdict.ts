import { TikTokAnswerError, TikTokApiError, TikTokNetworkError, TikTokUploadError } from '#tiktok/errors.ts'

/** What the failure of a call says about the other end. */
export type Verdict = { kind: 'answers' } | { kind: 'fails'; code: string } | { kind: 'unknown' }

/**
 * A refusal, a rate limit included, proves that TikTok is there. No answer, an unreadable one or 5xx is a failure of
 * theirs. What we gave up ourselves, or never sent, says nothing.
 */
export function judgeCall(error: unknown): Verdict {
  if (error instanceof TikTokNetworkError)
    return error.reason === 'aborted' ? { kind: 'unknown' } : { kind: 'fails', code: `network_${error.reason}` }
  if (error instanceof TikTokApiError) return verdict(error.status >= 500 || error.remedy === 'retry', error.code)
  if (error instanceof TikTokUploadError) return verdict(error.status >= 500, `upload_${error.status}`)
  if (error instanceof TikTokAnswerError) return verdict(!isRefusal(error), 'unreadable_answer')
  return { kind: 'unknown' }
}

function verdict(isFailure: boolean, code: string): Verdict {
  return isFailure ? { kind: 'fails', code } : { kind: 'answers' }
}

function isRefusal({ status }: TikTokAnswerError): boolean {
  return status !== null && status >= 400 && status < 500
}
