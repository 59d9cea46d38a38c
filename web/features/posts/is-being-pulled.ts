import type { Publication } from '#shared/api/posts.ts'

/** Whether TikTok is still fetching the video from its URL, as far as it has said. */
export function isBeingPulled({ source, progress }: Pick<Publication, 'source' | 'progress'>): boolean {
  return source === 'url' && progress.sentBytes < progress.totalBytes
}
