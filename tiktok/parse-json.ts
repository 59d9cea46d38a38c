/**
 * The value of a JSON text, undefined when it is none. Integers beyond 2^53 stay exact, as text: TikTok's post ids are about
 * 7.6·10^18. Throws nothing, for a SyntaxError would quote the text, which may hold tokens.
 * Page: content-posting-api-reference-get-video-status (`list<int64>`).
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepLongIntegers)
  } catch {
    return undefined
  }
}

function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}
