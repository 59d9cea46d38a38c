/**
 * The public page of a post, such as `https://www.tiktok.com/@acme/video/7602997517160123666`.
 * Page: content-posting-api-reference-get-video-status.
 */
export function postUrl({
  webUrl,
  username,
  postId,
  type,
}: {
  /** `https://www.tiktok.com`. */
  webUrl: string
  username: string
  postId: string
  type: 'video' | 'photo'
}): string {
  const profile = `@${encodeURIComponent(username.replace(/^@/, ''))}`
  return `${webUrl.replace(/\/+$/, '')}/${profile}/${type}/${encodeURIComponent(postId)}`
}
