import { createCipheriv, createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { videoFile } from '../../test/videos.ts'

/** Size, type, and the long size that a box beyond 4 GB has (ISO/IEC 14496-12, 4.2). */
const BOX_HEADER_BYTES = 16
const PIECE_BYTES = 1024 * 1024

export type VideoBytes = { sizeBytes: number; pieces(): Generator<Buffer>; sha256(): string }

/**
 * A small real video, filled up to `sizeBytes` by a box of noise that players skip: made on the fly, so nothing lies on
 * the disk. `name` decides the noise; no two names give the same bytes.
 */
export async function videoBytes({ name, sizeBytes }: { name: string; sizeBytes: number }): Promise<VideoBytes> {
  const clip = await readFile(await videoFile())
  const boxBytes = sizeBytes - clip.length
  if (boxBytes < BOX_HEADER_BYTES) throw new Error(`The clip alone has ${clip.length} bytes.`)
  function* pieces(): Generator<Buffer> {
    yield clip
    yield boxHeader(boxBytes)
    const seed = createHash('sha256').update(name).digest()
    const noise = createCipheriv('aes-128-ctr', seed.subarray(0, 16), seed.subarray(16))
    const zeros = Buffer.alloc(PIECE_BYTES)
    for (let left = boxBytes - BOX_HEADER_BYTES; left > 0; left -= PIECE_BYTES)
      yield noise.update(zeros.subarray(0, Math.min(left, PIECE_BYTES)))
  }
  return {
    sizeBytes,
    pieces,
    sha256() {
      const hash = createHash('sha256')
      for (const piece of pieces()) hash.update(piece)
      return hash.digest('hex')
    },
  }
}

function boxHeader(boxBytes: number): Buffer {
  const header = Buffer.alloc(BOX_HEADER_BYTES)
  header.writeUInt32BE(1, 0)
  header.write('free', 4, 'latin1')
  header.writeBigUInt64BE(BigInt(boxBytes), 8)
  return header
}
