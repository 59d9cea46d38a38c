import { AVERROR_EOF, AVSEEK_CUR, AVSEEK_END, AVSEEK_SET, AVSEEK_SIZE } from 'node-av/constants'
import { IOContext } from 'node-av/lib'
import { z } from 'zod'

/** A request to the store for each. FFmpeg wants more at once where picture and sound lie far from each other. */
const READ_BYTES = 512 * 1024
/** What the parent answers to a wish for bytes. */
const Bytes = z.object({ bytes: z.string() })

/** For FFmpeg, a file of this size whose bytes the parent has. */
export function createRemoteInput(sizeBytes: number): IOContext {
  let position = 0
  const input = new IOContext()
  const read = async (wantedBytes: number) => {
    const lastByte = Math.min(sizeBytes, position + Math.min(wantedBytes, READ_BYTES)) - 1
    if (lastByte < position) return AVERROR_EOF
    const bytes = await askParent({ firstByte: position, lastByte })
    position += bytes.length
    return bytes
  }
  const origins = new Map<number, () => number>([
    [AVSEEK_SET, () => 0],
    [AVSEEK_CUR, () => position],
    [AVSEEK_END, () => sizeBytes],
  ])
  const seek = (offset: bigint, whence: number) => {
    if (whence === AVSEEK_SIZE) return BigInt(sizeBytes)
    position = (origins.get(whence)?.() ?? 0) + Number(offset)
    return BigInt(position)
  }
  input.allocContextWithCallbacks(READ_BYTES, 0, read, null, seek)
  return input
}

/** One wish at a time: FFmpeg waits for each. */
async function askParent(read: { firstByte: number; lastByte: number }): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  process.once('message', resolve)
  process.send?.({ read })
  return Buffer.from(Bytes.parse(await promise).bytes, 'base64')
}
