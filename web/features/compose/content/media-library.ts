import type { CreateSlideshow, Media } from '#shared/api/media.ts'

/** What a run may be stopped by, and whom it tells how far it is. */
export interface UploadRun {
  signal: AbortSignal
  onProgress: (sentBytes: number) => void
}

export interface RenderRun {
  signal: AbortSignal
  /** From 0 to 1. */
  onProgress: (progress: number) => void
}

/**
 * What the composer asks of the library. What the server makes is answered when it is ready or has failed. Aborting the signal undoes
 * each of them.
 */
export interface MediaLibrary {
  upload: (file: File, run: UploadRun) => Promise<Media>
  /** Makes a new item of one with findings that can be mended. */
  fix: (mediaId: string, run: RenderRun) => Promise<Media>
  makeSlideshow: (wish: CreateSlideshow, run: RenderRun) => Promise<Media>
}
