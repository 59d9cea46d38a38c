import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** How long it takes to stream a file to the disk and nothing else, flushed as Clipdeck flushes what it took in. */
export async function timePlainCopy(from: string, to: string): Promise<number> {
  const startedAt = performance.now()
  await pipeline(createReadStream(from), createWriteStream(to, { flush: true }))
  const durationMs = performance.now() - startedAt
  await rm(to)
  return durationMs
}
