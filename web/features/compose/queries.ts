import { queryOptions } from '@tanstack/react-query'
import { CreatorInfo } from '#shared/api/accounts.ts'
import { Post } from '#shared/api/posts.ts'
import { api } from '../../api.ts'
import type { NewPost } from './draft-to-post.ts'

/** What a creator may choose now. Never cached: TikTok wants it asked each time the page shows it. */
export function creatorInfoQuery(accountId: string) {
  return queryOptions({
    queryKey: ['creator-info', accountId],
    queryFn: ({ signal }) => api(CreatorInfo, `/accounts/${accountId}/creator-info`, { signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  })
}

interface CreatePostOptions {
  idempotencyKey: string
  signal: AbortSignal
}

/** New choices for a held publication, with the consent that stands beside the button; it goes on at once. */
export function chooseAgain(postId: string, target: NewPost['targets'][number]): Promise<Post> {
  const body = { targets: [target], consent: { musicUsage: true } }
  return api(Post, `/posts/${postId}`, { method: 'PATCH', body })
}

export function createPost(post: NewPost, options: CreatePostOptions): Promise<Post> {
  return api(Post, '/posts', { method: 'POST', body: post, ...options })
}
