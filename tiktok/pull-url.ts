import { isPublicName } from './public-name.ts'

/**
 * What TikTok would object to in the base of the URLs it is to pull media from, in words; an empty list when it is fine.
 * Whether the app's URL properties cover it only an init can tell. Page: content-posting-api-media-transfer-guide.
 */
export function pullUrlProblems(baseUrl: string): string[] {
  const url = URL.parse(baseUrl)
  if (!url) return ['It must be an absolute URL.']
  const problems: string[] = []
  if (url.protocol !== 'https:') problems.push('It must begin with https://.')
  if (!isPublicName(url.hostname)) problems.push('Its host must be a public name, such as media.example.com.')
  if (url.username || url.password) problems.push('It must not hold a user name or password.')
  if (url.search || url.hash) problems.push('It must end with its path, without a query or fragment.')
  return problems
}
