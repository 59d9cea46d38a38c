import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { Media } from '#shared/api/media.ts'
import { api, apiUrl } from '../../api.ts'

export function mediaQuery(mediaId: string) {
  return queryOptions({
    queryKey: ['media', mediaId],
    queryFn: ({ signal }) => api(Media, `/media/${mediaId}`, { signal }),
  })
}

export function mediaContentUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/content`)
}

export function mediaThumbnailUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/thumbnail`)
}

export function applyEventToMedia(client: QueryClient, event: WorkspaceEvent): void {
  if (event.type === 'media') void client.invalidateQueries({ queryKey: mediaQuery(event.mediaId).queryKey })
}
