import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import type { Post } from '#shared/api/posts.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { RefreshSoon } from '../../refresh-soon.ts'
import { type PublicationChange, patchPost } from './patch-post.ts'
import { POST_LISTS_KEY, POSTS_KEY, postQuery, timelineQuery } from './queries.ts'

type PostPages = InfiniteData<{ items: Post[]; nextCursor: string | null }>

/** Shows a change at once where the page has it, and asks for the rest in a moment. */
export function applyEventToPosts(client: QueryClient, event: WorkspaceEvent, refreshSoon: RefreshSoon): void {
  if (event.type !== 'post' && event.type !== 'publication') return
  const isProgress =
    event.type === 'publication' && event.status === 'publishing' && shownStatus(client, event) === 'publishing'
  if (event.type === 'publication') {
    showChange(client, event)
    refreshSoon(timelineQuery(event.publicationId).queryKey)
  }
  if (isProgress) return
  refreshSoon(postQuery(event.postId).queryKey)
  refreshSoon(POST_LISTS_KEY)
}

export async function refreshAllPosts(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: POSTS_KEY })
}

function showChange(client: QueryClient, change: PublicationChange): void {
  client.setQueryData(postQuery(change.postId).queryKey, (post) => post && patchPost(post, change))
  client.setQueriesData<PostPages>({ queryKey: POST_LISTS_KEY }, (list) => list && patchList(list, change))
}

/** The state that the page shows now; undefined when it does not show the publication. */
function shownStatus(client: QueryClient, change: PublicationChange): PublicationStatus | undefined {
  const lists = client.getQueriesData<PostPages>({ queryKey: POST_LISTS_KEY })
  const listed = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.items) ?? [])
  const post = client.getQueryData(postQuery(change.postId).queryKey) ?? listed.find(({ id }) => id === change.postId)
  return post?.publications.find(({ id }) => id === change.publicationId)?.status
}

function patchList(list: PostPages, change: PublicationChange): PostPages {
  const pages = list.pages.map((page) => ({ ...page, items: page.items.map((post) => patchPost(post, change)) }))
  return { ...list, pages }
}
