import { resolve } from 'node:path'
import { z } from 'zod'
import { askReader } from './ask-reader.ts'
import type { ChildLimits } from './media-child.ts'

const program = new URL('photo-child.ts', import.meta.url)
/** An image as large as we take is held whole where it has to be turned, with a copy. */
const MEMORY_MB = 1024
const TIMEOUT_MS = 20_000
const PhotoFacts = z.object({
  sizeBytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
})

/**
 * Writes what TikTok gets of an image to `photoPath`, and a small copy to `thumbnailPath` if one is wanted. Throws UnreadableMediaError
 * where the image is damaged, cut off or too large.
 */
export async function makePhoto(
  path: string,
  photoPath: string,
  { thumbnailPath, ...limits }: ChildLimits & { thumbnailPath?: string } = {},
): Promise<z.infer<typeof PhotoFacts>> {
  const args = [photoPath, path, ...(thumbnailPath ? [thumbnailPath] : [])].map((each) => resolve(each))
  return askReader({ program, args, result: PhotoFacts }, { memoryMb: MEMORY_MB, timeoutMs: TIMEOUT_MS, ...limits })
}
