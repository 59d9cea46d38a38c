import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import type { Post } from '#shared/api/posts.ts'
import { type PublicationChange, patchPost } from './patch-post.ts'
import { POST_LISTS_KEY, POSTS_KEY, postQuery, timelineQuery } from './queries.ts'

interface PostPage {
  items: Post[]
  nextCursor: string | null
}

/** Shows a change at once in what is on the page, and asks for the rest when a state has changed. */
export function applyEventToPosts(client: QueryClient, event: WorkspaceEvent): void {
  if (event.type === 'post') void refreshPost(client, event.postId)
  if (event.type === 'publication') showChange(client, event)
}

export async function refreshPost(client: QueryClient, postId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: postQuery(postId).queryKey }),
    client.invalidateQueries({ queryKey: POST_LISTS_KEY }),
  ])
}

export async function refreshAllPosts(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: POSTS_KEY })
}

function showChange(client: QueryClient, change: PublicationChange): void {
  const { queryKey } = postQuery(change.postId)
  const before = client.getQueryData(queryKey)
  client.setQueryData(queryKey, (post) => post && patchPost(post, change))
  client.setQueriesData<InfiniteData<PostPage>>({ queryKey: POST_LISTS_KEY }, (list) => list && patchList(list, change))

  const known = before?.publications.find(({ id }) => id === change.publicationId)
  if (known?.status === change.status) return
  void refreshPost(client, change.postId)
  void client.invalidateQueries({ queryKey: timelineQuery(change.publicationId).queryKey })
}

function patchList(list: InfiniteData<PostPage>, change: PublicationChange): InfiniteData<PostPage> {
  const pages = list.pages.map((page) => ({ ...page, items: page.items.map((post) => patchPost(post, change)) }))
  return { ...list, pages }
}
