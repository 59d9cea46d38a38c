import { resolve } from 'node:path'
import { z } from 'zod'
import { SlideshowFill, Transition } from '#shared/api/media.ts'
import { askMediaChild, type ChildLimits } from './media-child.ts'

export const Slideshow = z.object({
  /** Where the video is written. */
  path: z.string(),
  /** Local images in their order. */
  images: z.array(z.string()),
  /** What is to be heard: cut, or repeated, to the length of the pictures. */
  sound: z.object({ path: z.string(), mimeType: z.string() }).nullable(),
  secondsPerImage: z.number(),
  transition: Transition,
  fill: SlideshowFill,
})
export type Slideshow = z.infer<typeof Slideshow>

const program = new URL('slideshow-child.ts', import.meta.url)
const MEMORY_MB = 1024
const TIMEOUT_MS = 10 * 60 * 1000

/**
 * Makes an MP4 of 1080 × 1920 with 30 frames a second of images, each shown for so many seconds. Throws UnreadableMediaError where an
 * image or the sound cannot be read, and MediaTimeoutError after 10 minutes.
 */
export async function makeSlideshow(
  slideshow: Slideshow,
  { onProgress, ...limits }: ChildLimits & { onProgress?: (progress: number) => void } = {},
): Promise<void> {
  const { path, images, sound } = slideshow
  const wish: Slideshow = {
    ...slideshow,
    path: resolve(path),
    images: images.map((image) => resolve(image)),
    sound: sound && { ...sound, path: resolve(sound.path) },
  }
  const child = { program, args: [JSON.stringify(wish)], result: z.literal(true) }
  await askMediaChild(
    { ...child, ...(onProgress && { onProgress }) },
    { timeoutMs: TIMEOUT_MS, memoryMb: MEMORY_MB, ...limits },
  )
}
