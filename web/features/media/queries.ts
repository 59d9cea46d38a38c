import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { Media } from '#shared/api/media.ts'
import { api, NoContent } from '../../api.ts'
import type { RefreshSoon } from '../../refresh-soon.ts'

const MediaPage = listOf(Media)
const PAGE_SIZE = 30
const MEDIA_LIST_KEY = ['media', 'list'] as const

export function mediaQuery(mediaId: string) {
  return queryOptions({
    queryKey: ['media', 'one', mediaId],
    queryFn: ({ signal }) => api(Media, `/media/${mediaId}`, { signal }),
  })
}

/** The library, the newest first. */
export function mediaListQuery() {
  return infiniteQueryOptions({
    queryKey: MEDIA_LIST_KEY,
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ limit: String(PAGE_SIZE), ...(pageParam && { cursor: pageParam }) })
      return api(MediaPage, `/media?${search}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Refused while a post needs it; what is still being made is cancelled by it. */
export async function deleteMedia(mediaId: string): Promise<void> {
  await api(NoContent, `/media/${mediaId}`, { method: 'DELETE' })
}

/** Something is added, goes on being made, or is gone. */
export function applyEventToMedia(event: WorkspaceEvent, refreshSoon: RefreshSoon): void {
  if (event.type !== 'media') return
  refreshSoon(mediaQuery(event.mediaId).queryKey)
  refreshSoon(MEDIA_LIST_KEY)
}
