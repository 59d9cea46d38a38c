import { resolve } from 'node:path'
import { z } from 'zod'
import { askMediaChild, type ChildLimits } from './media-child.ts'
import { type MediaSource, remoteOf, sourceArgument } from './media-source.ts'

const program = new URL('strip-child.ts', import.meta.url)
/** Where decoding can begin only rarely, each of its pictures takes a while. */
const TIMEOUT_MS = 20_000

/** Writes ten pictures spread over a video to `stripPath`, as an animated WebP. Throws UnreadableMediaError where it has none to show. */
export async function makeStrip(
  { source, mimeType, durationMs }: { source: MediaSource; mimeType: string; durationMs: number },
  stripPath: string,
  limits: ChildLimits = {},
): Promise<void> {
  const args = [resolve(stripPath), sourceArgument(source), mimeType, String(durationMs)]
  await askMediaChild(
    { program, args, result: z.literal(true), ...remoteOf(source) },
    { timeoutMs: TIMEOUT_MS, ...limits },
  )
}
