/**
 * `JSON.parse` that keeps integers beyond 2^53 exact, as text: TikTok's post ids are about 7.6·10^18.
 * Throws a SyntaxError that does not quote the text, which may hold tokens.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepLongIntegers)
  } catch {
    throw new SyntaxError(`not JSON (${text.length} characters)`)
  }
}

function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}
