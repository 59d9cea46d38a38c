/** How a token of TikTok's looks is not documented; letters and digits were seen. */
const TOKEN = /^[A-Za-z0-9_-]{1,128}$/

/**
 * TikTok verifies a URL prefix by a file in it, `tiktok<token>.txt`, that holds this line. Page: content-posting-api-media-transfer-guide.
 */
export function siteVerificationFile(token: string): { name: string; text: string } {
  return { name: `tiktok${token}.txt`, text: `tiktok-developers-site-verification=${token}` }
}

/** What is wrong with tokens that somebody copied from the developer portal, in words. */
export function siteVerificationProblems(tokens: readonly string[]): string[] {
  return tokens
    .filter((token) => !TOKEN.test(token))
    .map((token) => `"${token}" is no token. Give what stands between "tiktok" and ".txt" in the name of the file.`)
}
