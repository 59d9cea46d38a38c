import { resolve } from 'node:path'
import { z } from 'zod'
import type { Video } from './draw-thumbnail.ts'
import { askMediaChild, type ChildLimits } from './media-child.ts'

const program = new URL('strip-child.ts', import.meta.url)
/** Where decoding can begin only rarely, each of its pictures takes a while. */
const TIMEOUT_MS = 20_000

/** Writes ten pictures spread over a video to `stripPath`, as an animated WebP. Throws UnreadableMediaError where it has none to show. */
export async function makeStrip(
  { path, mimeType, durationMs }: Video,
  stripPath: string,
  limits: ChildLimits = {},
): Promise<void> {
  const args = [resolve(stripPath), resolve(path), mimeType, String(durationMs)]
  await askMediaChild({ program, args, result: z.literal(true) }, { timeoutMs: TIMEOUT_MS, ...limits })
}
