import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ChunkPlan, chunkRange } from '#tiktok/chunk-plan.ts'

export type ChunkFile = { path: string; firstByte: number; lastByte: number }

/** Each chunk as a file of its own, because `curl -T` sends whole files. */
export async function cutIntoChunkFiles({
  videoPath,
  dir,
  plan,
}: {
  videoPath: string
  dir: string
  plan: ChunkPlan
}): Promise<ChunkFile[]> {
  const files: ChunkFile[] = []
  for (let index = 0; index < plan.chunkCount; index++) {
    const { firstByte, lastByte } = chunkRange(plan, index)
    const path = join(dir, `chunk-${index}`)
    const source = createReadStream(videoPath, { start: firstByte, end: lastByte, highWaterMark: 1024 ** 2 })
    await pipeline(source, createWriteStream(path, { flush: true }))
    files.push({ path, firstByte, lastByte })
  }
  return files
}
