/** TikTok's scopes as a creator understands them, the weightiest first. Page: scopes. */
const words: readonly (readonly [scope: string, words: string])[] = [
  ['video.publish', 'Publish videos and photos on your profile'],
  ['video.upload', 'Send drafts to your inbox in the TikTok app'],
  ['video.list', 'See the videos that are public on your profile'],
  ['user.info.basic', 'See your name and picture'],
  ['user.info.profile', 'See your handle and what your profile says'],
  ['user.info.stats', 'See your numbers: followers, likes and videos'],
]

/** What is asked for, in plain words; a scope without words stands for itself. */
export function scopeWords(scopes: readonly string[]): string[] {
  const known = words.filter(([scope]) => scopes.includes(scope)).map(([, text]) => text)
  return [...known, ...scopes.filter((scope) => words.every(([name]) => name !== scope))]
}
