import { lstat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { askReader } from './ask-reader.ts'
import type { ChildLimits } from './media-child.ts'
import { MediaProbe } from './media-probe.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

export type { MediaProbe } from './media-probe.ts'
export { UnreadableMediaError } from './unreadable-media-error.ts'

const program = new URL('probe-child.ts', import.meta.url)

/** Finds out what a file is. Throws UnreadableMediaError for everything that is the fault of the file. */
export async function probeMedia(path: string, limits: ChildLimits = {}): Promise<MediaProbe> {
  limits.signal?.throwIfAborted()
  const file = await lstat(path)
  if (!file.isFile()) throw new Error(`${path} is no file.`)
  if (file.size === 0) throw new UnreadableMediaError('The file is empty.')
  return askReader({ program, args: [resolve(path)], result: MediaProbe }, limits)
}
