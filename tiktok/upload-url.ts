/**
 * True when a video may be sent to this URL: https under `.tiktokapis.com` on the default port, or the origin of the API
 * itself. The documentation's examples name several hosts, so not one fixed name. Page: content-posting-api-media-transfer-guide.
 */
export function isAllowedUploadUrl(uploadUrl: string, apiUrl: string): boolean {
  const url = URL.parse(uploadUrl)
  if (!url) return false
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.tiktokapis.com')) return true
  return /^https?:$/.test(url.protocol) && url.origin === URL.parse(apiUrl)?.origin
}
