import { resolve } from 'node:path'
import { z } from 'zod'
import { askReader } from './ask-reader.ts'
import type { Video } from './draw-thumbnail.ts'
import type { ChildLimits } from './media-child.ts'

const program = new URL('thumbnail-child.ts', import.meta.url)

/** Writes a still of a video to `thumbnailPath`, as a JPEG. Throws UnreadableMediaError where the video has none to show. */
export async function makeThumbnail(
  { path, mimeType, durationMs }: Video,
  thumbnailPath: string,
  limits: ChildLimits = {},
): Promise<void> {
  const args = [resolve(thumbnailPath), resolve(path), mimeType, String(durationMs)]
  await askReader({ program, args, result: z.literal(true) }, limits)
}
