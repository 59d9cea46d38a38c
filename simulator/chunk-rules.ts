export type ChunkPlan = { videoSize: number; chunkSize: number; chunkCount: number }

/** content-posting-api-media-transfer-guide. "MB" is not defined there, so only what fits both readings is taken. */
const SMALLEST_CHUNK_BYTES = 5 * 1024 * 1024
const LARGEST_CHUNK_BYTES = 64_000_000
const LARGEST_LAST_CHUNK_BYTES = 128_000_000
const LARGEST_VIDEO_BYTES = 4 * 1024 ** 3
const MOST_CHUNKS = 1000

const COUNT_INVALID = 'The total chunk count is invalid'
const SIZE_INVALID = 'The chunk size is invalid'

/** What is wrong with the announced chunks, or null. */
export function chunkPlanProblem({ videoSize, chunkSize, chunkCount }: ChunkPlan): string | null {
  if (videoSize < 1 || videoSize > LARGEST_VIDEO_BYTES) return 'The video size is invalid'
  if (chunkSize < 1) return SIZE_INVALID
  if (chunkCount < 1 || chunkCount > MOST_CHUNKS) return COUNT_INVALID
  if (chunkCount !== Math.floor(videoSize / chunkSize)) return COUNT_INVALID
  if (chunkSize > LARGEST_CHUNK_BYTES) return SIZE_INVALID
  if (chunkCount === 1) return chunkSize === videoSize ? null : SIZE_INVALID
  if (chunkSize < SMALLEST_CHUNK_BYTES) return SIZE_INVALID
  const lastChunkBytes = videoSize - chunkSize * (chunkCount - 1)
  return lastChunkBytes > LARGEST_LAST_CHUNK_BYTES ? SIZE_INVALID : null
}

/** The chunk that begins at this byte; the last one takes the remainder. Null when no chunk begins there. */
export function chunkStartingAt(plan: ChunkPlan, firstByte: number): { index: number; lastByte: number } | null {
  const index = firstByte / plan.chunkSize
  if (!Number.isInteger(index) || index < 0 || index >= plan.chunkCount) return null
  const isLast = index === plan.chunkCount - 1
  return { index, lastByte: (isLast ? plan.videoSize : firstByte + plan.chunkSize) - 1 }
}
