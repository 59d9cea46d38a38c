import type { Post } from '#shared/api/posts.ts'

/** What a post is called in lists: the first line of its text. */
export function postTitle({ title, caption, description, type }: Post): string {
  const text = [title, caption, description].find((candidate) => candidate?.trim())
  const line = text?.trim().split('\n')[0]
  return line ?? (type === 'photo' ? 'Photos without a caption' : 'Video without a caption')
}
