import type { PostType } from '#shared/api/posts.ts'
import type { Choices } from './draft.ts'

type Texts = Pick<Choices, 'caption' | 'title' | 'description'>

/** When photos take the place of a video, or a slideshow that of photos, what was written goes along. */
export function carryTexts({ caption, title, description }: Texts, to: PostType): Texts {
  if (to === 'photo') return { caption, title, description: description || caption }
  return { caption: caption || [title, description].filter(Boolean).join('\n\n'), title, description }
}
