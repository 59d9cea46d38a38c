/**
 * The `fields` of a query as TikTok spells them: `avatarUrl100` and `avatar_url_100` both become `avatar_url_100`.
 * Pages: tiktok-api-v2-get-user-info, tiktok-api-v2-video-object.
 */
export function wireFields(fields: string[], required: string): string {
  const names = [required, ...fields].map((field) =>
    field.replace(/(?<=[a-z])(?=\d)/g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
  return [...new Set(names)].join(',')
}
