import { apiUrl } from './api.ts'

export function mediaContentUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/content`)
}

/** The JPEG that TikTok gets in place of an image. */
export function mediaPhotoUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/photo`)
}

/** A small still of a video, or a small copy of a photo. */
export function mediaThumbnailUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/thumbnail`)
}

/** The picture of a video at a time. */
export function mediaFrameUrl(mediaId: string, atMs: number): string {
  return apiUrl(`/media/${mediaId}/frame?atMs=${atMs}`)
}

/** A few pictures of a video, one after another, as a moving picture. */
export function mediaStripUrl(mediaId: string): string {
  return apiUrl(`/media/${mediaId}/strip`)
}
