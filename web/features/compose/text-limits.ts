import type { PostType } from '#shared/api/posts.ts'
import { CAPTION_MAX_LENGTH, PHOTO_DESCRIPTION_MAX_LENGTH, PHOTO_TITLE_MAX_LENGTH } from '#shared/limits.ts'

export type TextName = 'caption' | 'title' | 'description'

const limits: Record<TextName, number> = {
  caption: CAPTION_MAX_LENGTH,
  title: PHOTO_TITLE_MAX_LENGTH,
  description: PHOTO_DESCRIPTION_MAX_LENGTH,
}
const names: Record<PostType, readonly TextName[]> = { video: ['caption'], photo: ['title', 'description'] }

/** The texts that TikTok shows with such a post, in their order. */
export function textNamesOf(type: PostType): readonly TextName[] {
  return names[type]
}

/** In UTF-16 code units, as TikTok counts. */
export function maxLengthOf(name: TextName): number {
  return limits[name]
}

/** What is too long about a text, with its count; null when it fits. */
export function textQuestion(name: TextName, text: string): string | null {
  if (text.length <= limits[name]) return null
  return `The ${name} has ${text.length} characters; TikTok takes at most ${limits[name]}.`
}
