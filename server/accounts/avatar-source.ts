/** TikTok's own hosts and those of its content network. */
const HOSTS = [
  'tiktokcdn.com',
  'tiktokcdn-us.com',
  'tiktokcdn-eu.com',
  'ibyteimg.com',
  'byteimg.com',
  'tiktok.com',
] as const

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Where a picture may be fetched from: `isOurs` is the TikTok that the operator configured, wherever that runs. */
export type AvatarSource = { url: URL; isOurs: boolean }

/** The source behind a URL that TikTok gave; null when nothing may be fetched from there. */
export function avatarSource(text: string, configuredUrls: readonly string[]): AvatarSource | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return null
  const isOurs = configuredUrls.some((configured) => new URL(configured).origin === url.origin)
  if (isOurs && url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return { url, isOurs }
  if (url.protocol !== 'https:') return null
  if (isOurs) return { url, isOurs }
  const isTikToks = HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  return isTikToks && url.port === '' ? { url, isOurs } : null
}
