import { apiUrl } from '../../api.ts'

export function mediaContentUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/content`)
}

export function mediaThumbnailUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/thumbnail`)
}
