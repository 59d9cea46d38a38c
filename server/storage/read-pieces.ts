import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'

/** Few system calls, and little memory beside a connection's own buffers. */
const PIECE_BYTES = 512 * 1024
/** Two pieces are with the reader, one waits in the stream, one is being filled. */
const BUFFER_COUNT = 4

/**
 * Bytes `firstByte` to `lastByte` of a file by way of a few buffers that are used again and again: a piece is good until
 * the next but one is taken. A new buffer for every piece costs the garbage collector more than sending it costs.
 */
export function readPieces(path: string, range: { firstByte: number; lastByte: number }): Readable {
  // With room for one object the stream reads one piece ahead while the reader sends the piece before it.
  return Readable.from(pieces(path, range), { objectMode: true, highWaterMark: 1 })
}

async function* pieces(path: string, { firstByte, lastByte }: { firstByte: number; lastByte: number }) {
  await using file = await open(path)
  const buffers = Array.from({ length: BUFFER_COUNT }, () => Buffer.allocUnsafeSlow(PIECE_BYTES))
  let position = firstByte
  while (position <= lastByte) {
    for (const buffer of buffers) {
      const wantedBytes = Math.min(PIECE_BYTES, lastByte + 1 - position)
      const { bytesRead } = await file.read(buffer, 0, wantedBytes, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }
}
