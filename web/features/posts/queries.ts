import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { Post } from '#shared/api/posts.ts'
import type { PostStatus } from '#shared/post-status.ts'
import { api } from '../../api.ts'

export interface PostFilter {
  status?: PostStatus | undefined
  accountId?: string | undefined
}

const PostPage = listOf(Post)
const Timeline = z.object({ items: z.array(PublicationEvent) })
const PAGE_SIZE = 25

/** The key of everything about posts; the timelines stand below it too. */
export const POSTS_KEY = ['posts'] as const
export const POST_LISTS_KEY = [...POSTS_KEY, 'list'] as const

export function postsQuery(filter: PostFilter) {
  return infiniteQueryOptions({
    queryKey: [...POST_LISTS_KEY, filter],
    queryFn: ({ pageParam, signal }) => api(PostPage, `/posts?${searchOf(filter, pageParam)}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function postQuery(postId: string) {
  return queryOptions({
    queryKey: [...POSTS_KEY, 'one', postId],
    queryFn: ({ signal }) => api(Post, `/posts/${postId}`, { signal }),
  })
}

export function timelineQuery(publicationId: string) {
  return queryOptions({
    queryKey: [...POSTS_KEY, 'timeline', publicationId],
    queryFn: ({ signal }) => api(Timeline, `/publications/${publicationId}/events`, { signal }),
  })
}

function searchOf({ status, accountId }: PostFilter, cursor: string): URLSearchParams {
  return new URLSearchParams({
    limit: String(PAGE_SIZE),
    ...(status && { status }),
    ...(accountId && { accountId }),
    ...(cursor && { cursor }),
  })
}
