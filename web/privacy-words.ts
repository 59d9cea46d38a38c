import type { PrivacyLevel } from '#shared/limits.ts'

const words: Record<PrivacyLevel, string> = {
  PUBLIC_TO_EVERYONE: 'Everyone',
  MUTUAL_FOLLOW_FRIENDS: 'Friends (followers you follow back)',
  FOLLOWER_OF_CREATOR: 'Followers',
  SELF_ONLY: 'Only me',
}

export function isPrivacyLevel(level: string): level is PrivacyLevel {
  return Object.hasOwn(words, level)
}

/** A server's sentence with its codes of audiences in words. */
export function withPrivacyWords(sentence: string): string {
  return sentence.replace(/[A-Z]+(_[A-Z]+)+/g, (code) => (isPrivacyLevel(code) ? `“${words[code]}”` : code))
}

/** TikTok's name for an audience; a level this version does not know keeps its code. */
export function privacyWords(level: string): string {
  return isPrivacyLevel(level) ? words[level] : level
}
