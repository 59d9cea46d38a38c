import { isPublicName } from './public-name.ts'

/** The kind of app registration a redirect URI belongs to. */
export type RedirectUriKind = 'web' | 'desktop'

/**
 * `desktop` for localhost and 127.0.0.1, where TikTok wants PKCE; `web` for everything else.
 * Pages: login-kit-web, login-kit-desktop.
 */
export function redirectUriKind(redirectUri: string): RedirectUriKind {
  const host = URL.parse(redirectUri)?.hostname
  return host === 'localhost' || host === '127.0.0.1' ? 'desktop' : 'web'
}

/**
 * What TikTok would object to in a redirect URI, in words; an empty list when it is fine.
 * Pages: login-kit-web, login-kit-desktop.
 */
export function redirectUriProblems(redirectUri: string): string[] {
  const url = URL.parse(redirectUri)
  if (!url || !/^https?:\/\//i.test(redirectUri))
    return ['It must be an absolute URL that begins with https:// or http://.']

  const problems: string[] = []
  if (redirectUri.length >= 512) problems.push('It must be shorter than 512 characters.')
  if (redirectUri.includes('?')) problems.push('It must not have a query (?…).')
  if (redirectUri.includes('#')) problems.push('It must not have a fragment (#…).')
  if (url.username || url.password) problems.push('It must not hold a user name or password.')
  return [
    ...problems,
    ...(redirectUriKind(redirectUri) === 'desktop' ? desktopProblems(redirectUri) : webProblems(url)),
  ]
}

function desktopProblems(redirectUri: string): string[] {
  const hasPort = /^https?:\/\/[^/?#]*:\d+/i.test(redirectUri)
  return hasPort ? [] : ['A redirect URI on this machine must name its port.']
}

function webProblems(url: URL): string[] {
  const problems: string[] = []
  if (url.protocol !== 'https:')
    problems.push('It must begin with https://, unless its host is localhost or 127.0.0.1.')
  if (!isPublicName(url.hostname)) problems.push('Its host must be a public name, such as clips.example.com.')
  return problems
}
