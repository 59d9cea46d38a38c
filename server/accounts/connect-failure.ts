import { TikTokApiError, type TikTokError, TikTokNetworkError } from '#tiktok/errors.ts'

/** The code of shared/connect-errors.ts for what TikTok did instead of connecting. */
export function connectFailureCode(error: TikTokError): string {
  if (error instanceof TikTokApiError) return codeOfAnswer(error)
  if (error instanceof TikTokNetworkError) return error.reason === 'connect' ? 'tiktok_unreachable' : 'tiktok_no_answer'
  return 'tiktok_nonsense'
}

function codeOfAnswer({ code, status }: TikTokApiError): string {
  if (status === 429) return 'rate_limit_exceeded'
  return status >= 500 ? 'internal_error' : code
}
