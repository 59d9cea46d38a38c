import type { Account } from '#shared/api/accounts.ts'

/** What Clipdeck asks a creator for. Each may be refused; features follow what was granted (docs page "scopes"). */
export const REQUESTED_SCOPES = [
  'user.info.basic',
  'user.info.profile',
  'user.info.stats',
  'video.list',
  'video.publish',
  'video.upload',
]

/** What an account can do with the scopes it granted. */
export function capabilitiesOf(scopes: readonly string[]): Account['capabilities'] {
  return {
    directPost: scopes.includes('video.publish'),
    draft: scopes.includes('video.upload'),
    listVideos: scopes.includes('video.list'),
    stats: scopes.includes('user.info.stats'),
  }
}

/** The user-info fields that these scopes open. A field outside them makes TikTok refuse the whole call. */
export function userInfoFields(scopes: readonly string[]): string[] {
  return [
    'open_id',
    'union_id',
    'avatar_url',
    'display_name',
    ...(scopes.includes('user.info.profile') ? ['username'] : []),
  ]
}

/** What a sync asks for: the profile, and the numbers where they were granted. */
export function syncFields(scopes: readonly string[]): string[] {
  const stats = ['follower_count', 'following_count', 'likes_count', 'video_count']
  return [...userInfoFields(scopes), ...(scopes.includes('user.info.stats') ? stats : [])]
}
