import type { Post, Publication } from '#shared/api/posts.ts'

type Texts = Pick<Post, 'caption' | 'title' | 'description'>
const names = ['title', 'caption', 'description'] as const

/** What an account has otherwise than the post; empty when nothing. */
export function ownTextOf(publication: Pick<Publication, keyof Texts>, post: Texts): string {
  return names
    .filter((name) => publication[name] !== post[name])
    .map((name) => publication[name])
    .filter(Boolean)
    .join('\n\n')
}
