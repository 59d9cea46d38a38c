/** How a file is cut for its upload. Only the last chunk may be larger than `chunkBytes`: it takes the remainder. */
export type ChunkPlan = { sizeBytes: number; chunkBytes: number; chunkCount: number }

/*
 * Chunks are 5 to 64 MB and the last at most 128 MB; whether MB is 10^6 or 2^20 is not said, so both readings hold here.
 * One chunk must be the whole file, which the page does not say but TikTok enforces. Page: content-posting-api-media-transfer-guide.
 */
const MIN_CHUNK_BYTES = 5 * 1024 ** 2
const MAX_SINGLE_CHUNK_BYTES = 64_000_000
const CHUNK_BYTES = 32_000_000
const ALTERNATIVE_CHUNK_BYTES = 10_000_000

/**
 * The plan for a file: in one piece up to 64 MB, else chunks of 32 MB. Throws a RangeError for an empty file.
 * Page: content-posting-api-media-transfer-guide.
 */
export function planChunks(sizeBytes: number): ChunkPlan {
  mustBeSize(sizeBytes)
  return sizeBytes <= MAX_SINGLE_CHUNK_BYTES ? planBy(sizeBytes, sizeBytes) : planBy(sizeBytes, CHUNK_BYTES)
}

/**
 * Another plan by the same rules, for when TikTok refuses the first: chunks of 10 MB, or halves. Null for a file below
 * two smallest chunks: it can only go in one piece. Throws a RangeError for an empty file.
 * Page: content-posting-api-media-transfer-guide.
 */
export function alternativePlan(sizeBytes: number): ChunkPlan | null {
  mustBeSize(sizeBytes)
  if (sizeBytes < 2 * MIN_CHUNK_BYTES) return null
  return planBy(sizeBytes, Math.min(ALTERNATIVE_CHUNK_BYTES, Math.floor(sizeBytes / 2)))
}

/**
 * First and last byte (inclusive) of a chunk, counted from 0. Throws a RangeError for an index outside the plan.
 * Page: content-posting-api-media-transfer-guide.
 */
export function chunkRange(plan: ChunkPlan, index: number): { firstByte: number; lastByte: number } {
  if (!Number.isInteger(index) || index < 0 || index >= plan.chunkCount)
    throw new RangeError(`chunk ${index} of a plan with ${plan.chunkCount}`)
  const firstByte = index * plan.chunkBytes
  const isLast = index === plan.chunkCount - 1
  return { firstByte, lastByte: isLast ? plan.sizeBytes - 1 : firstByte + plan.chunkBytes - 1 }
}

function planBy(sizeBytes: number, chunkBytes: number): ChunkPlan {
  return { sizeBytes, chunkBytes, chunkCount: Math.floor(sizeBytes / chunkBytes) }
}

function mustBeSize(sizeBytes: number): void {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw new RangeError(`a file of ${sizeBytes} bytes`)
}
