import { resolve } from 'node:path'
import { z } from 'zod'
import { askMediaChild, type ChildLimits } from './media-child.ts'

export const Transcoding = z.object({
  /** Where the MP4 is written. */
  path: z.string(),
  source: z.object({ path: z.string(), mimeType: z.string(), durationMs: z.number().nullable() }),
})
export type Transcoding = z.infer<typeof Transcoding>

const program = new URL('transcode-child.ts', import.meta.url)
/** A decoder of H.265 keeps up to 17 pictures, of 50 MB each at 4096 × 4096 with 10 bits; x264 some 30 of half that size. */
const MEMORY_MB = 3072

/**
 * Makes an MP4 that TikTok takes of a video of at most 10 minutes: H.264 and AAC, 30 frames a second, fast start. Throws
 * UnreadableMediaError where the source cannot be read, and MediaTimeoutError when it takes too long.
 */
export async function transcodeVideo(
  { path, source }: Transcoding,
  { onProgress, ...limits }: ChildLimits & { timeoutMs: number; onProgress?: (progress: number) => void },
): Promise<void> {
  const wish: Transcoding = { path: resolve(path), source: { ...source, path: resolve(source.path) } }
  const child = { program, args: [JSON.stringify(wish)], result: z.literal(true) }
  await askMediaChild({ ...child, ...(onProgress && { onProgress }) }, { memoryMb: MEMORY_MB, ...limits })
}
