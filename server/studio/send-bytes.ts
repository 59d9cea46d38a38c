import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import type { RemoteFile } from './media-source.ts'

/** What a program asks of its remote file, as remote-input.ts sends it. */
export const ReadWish = z.object({
  read: z.object({ firstByte: z.number().int().min(0), lastByte: z.number().int().min(0) }),
})

/** Fetches the bytes that a program asks for and sends them to it. Throws what fetching them throws. */
export async function sendBytes(
  child: ChildProcess,
  remote: RemoteFile,
  { read }: z.infer<typeof ReadWish>,
): Promise<void> {
  const bytes = await remote.read(read)
  // It may have been ended meanwhile.
  if (child.connected) child.send({ bytes: bytes.toString('base64') }, () => {})
}
