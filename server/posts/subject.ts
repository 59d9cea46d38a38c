import type { PostRow } from '../db/tables.ts'

/** What a post is about, in a sentence: "TikTok is fetching the photos." */
export function subjectOf({ type }: Pick<PostRow, 'type'>): string {
  return type === 'photo' ? 'the photos' : 'the video'
}
