import type { FormatContext } from 'node-av/lib'
import { openMedia } from './open-media.ts'
import { createRemoteInput } from './remote-input.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** Opens what a program was told of a source (media-source.ts): a local file, or one whose bytes the parent has. */
export async function openSource(source: string, mimeType: string): Promise<FormatContext> {
  const isLocal = source.startsWith('/')
  const format = await openMedia(isLocal ? source : createRemoteInput(Number(source)), mimeType)
  if (!format) throw new UnreadableMediaError(`There is no reader for ${mimeType}.`)
  return format
}
