import { z } from 'zod'
import { askMediaChild, type ChildLimits } from './media-child.ts'
import { type MediaSource, remoteOf, sourceArgument } from './media-source.ts'

const program = new URL('frame-child.ts', import.meta.url)
/** Where decoding may begin only at the beginning of a long video, it takes that long to come to its end. */
const TIMEOUT_MS = 20_000

/**
 * A JPEG of the picture that is shown `atMs` after the beginning of a video. Throws UnreadableMediaError where it has none to show
 * there, and MediaTimeoutError after 20 s.
 */
export async function makeFrame(
  { source, mimeType, atMs }: { source: MediaSource; mimeType: string; atMs: number },
  limits: ChildLimits = {},
): Promise<Buffer> {
  const args = [sourceArgument(source), mimeType, String(atMs)]
  const jpeg = await askMediaChild(
    { program, args, result: z.base64(), ...remoteOf(source) },
    { timeoutMs: TIMEOUT_MS, ...limits },
  )
  return Buffer.from(jpeg, 'base64')
}
