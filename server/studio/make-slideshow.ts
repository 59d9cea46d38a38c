import { resolve } from 'node:path'
import { z } from 'zod'
import type { SlideshowFill, Transition } from '#shared/api/media.ts'
import { askMediaChild, type ChildLimits } from './media-child.ts'

export type Slideshow = {
  /** Where the video is written. */
  path: string
  /** Local images in their order. */
  images: string[]
  audioPath: string | null
  secondsPerImage: number
  transition: Transition
  fill: SlideshowFill
}

const program = new URL('slideshow-child.ts', import.meta.url)
/** x264 looks ahead over pictures of 1080 × 1920, and an image of 100 megapixels is decoded whole. */
const MEMORY_MB = 1536
const TIMEOUT_MS = 10 * 60 * 1000

/**
 * Makes an MP4 of 1080 × 1920 with 30 frames a second of images, each shown for so many seconds. Throws UnreadableMediaError where an
 * image or the sound cannot be read, and MediaTimeoutError after 10 minutes.
 */
export async function makeSlideshow(
  { path, images, audioPath, ...look }: Slideshow,
  { onProgress, ...limits }: ChildLimits & { onProgress?: (progress: number) => void } = {},
): Promise<void> {
  const wish = { ...look, path: resolve(path), images: images.map((image) => resolve(image)), audioPath }
  await askMediaChild(
    { program, args: [JSON.stringify(wish)], result: z.literal(true), ...(onProgress && { onProgress }) },
    { timeoutMs: TIMEOUT_MS, memoryMb: MEMORY_MB, ...limits },
  )
}
