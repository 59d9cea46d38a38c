import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../errors.ts'
import { createBufferSweep } from './sweep-buffers.ts'

/** Few system calls, and little memory. */
const BATCH_BYTES = 1024 ** 2
/** As many buffers as one writev takes (IOV_MAX of Linux is 1024), whatever crumbs come. */
const BATCH_PIECES = 512

type Target = {
  file: FileHandle
  /** Where the first byte goes. */
  position: number
  /** Of all bytes before it; null where nobody knows it. */
  hash: Hash | null
  /** For messages about the file. */
  name: string
}

/**
 * Writes pieces down in batches, one while the next one gathers, and hashes them on the way. Both methods throw `disk_full`; the file
 * then has less than the hash.
 */
export function createFileWriter({ file, position, hash, name }: Target) {
  const sweepBuffers = createBufferSweep()
  let batch: Buffer[] = []
  let batchBytes = 0
  let batchPosition = position
  let writing = Promise.resolve()

  async function handOver(): Promise<void> {
    await writing
    writing = writeAll(file, batch, batchPosition)
    // It is heard of by whoever awaits it, which may be after the next piece.
    writing.catch(() => {})
    batchPosition += batchBytes
    batch = []
    batchBytes = 0
  }

  return {
    async write(piece: Buffer): Promise<void> {
      hash?.update(piece)
      batch.push(piece)
      batchBytes += piece.length
      sweepBuffers(piece.length)
      if (batchBytes >= BATCH_BYTES || batch.length === BATCH_PIECES) await handOver().catch(fail(name))
    },

    /** Gives the position after the last byte, once all of them are in the file. */
    async flush(): Promise<number> {
      await handOver()
        .then(() => writing)
        .catch(fail(name))
      return batchPosition
    },
  }
}

/** writev may write less than it was given. */
async function writeAll(file: FileHandle, pieces: Buffer[], position: number): Promise<void> {
  if (pieces.length === 0) return
  const wantedBytes = pieces.reduce((sum, { length }) => sum + length, 0)
  const { bytesWritten } = await file.writev(pieces, position)
  if (bytesWritten < wantedBytes)
    await writeAll(file, [Buffer.concat(pieces).subarray(bytesWritten)], position + bytesWritten)
}

function fail(name: string): (error: unknown) => never {
  return (error) => {
    const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    throw isFull ? new AppError('disk_full', `There is no room on the disk for ${name}.`, { cause: error }) : error
  }
}
