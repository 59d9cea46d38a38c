import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alternativePlan, type ChunkPlan, chunkRange, planChunks } from './chunk-plan.ts'

const MAX_SIZE_BYTES = 4 * 1024 ** 3
const sizes = fc.oneof(
  fc.integer({ min: 1, max: MAX_SIZE_BYTES }),
  fc.integer({ min: 1, max: 150_000_000 }),
  fc.constantFrom(1, 5_000_000, 5_242_879, 5_242_880, 10_485_759, 10_485_760, 19_999_999, 20_000_000),
  fc.constantFrom(63_999_999, 64_000_000, 64_000_001, 67_108_864, 67_108_865, 128_000_000, MAX_SIZE_BYTES),
)

function expectTikTokTakes({ sizeBytes, chunkBytes, chunkCount }: ChunkPlan) {
  expect(chunkCount).toBe(Math.floor(sizeBytes / chunkBytes))
  expect(chunkCount).toBeGreaterThanOrEqual(1)
  expect(chunkCount).toBeLessThanOrEqual(1000)
  if (sizeBytes > 64_000_000) expect(chunkCount).toBeGreaterThan(1)
  if (chunkCount === 1) {
    expect(chunkBytes).toBe(sizeBytes)
    return
  }
  expect(chunkBytes).toBeGreaterThanOrEqual(5 * 1024 ** 2)
  expect(chunkBytes).toBeLessThanOrEqual(64_000_000)
  expect(sizeBytes - chunkBytes * (chunkCount - 1)).toBeLessThanOrEqual(128_000_000)
}

function expectRangesCover(plan: ChunkPlan) {
  let nextByte = 0
  for (let index = 0; index < plan.chunkCount; index++) {
    const { firstByte, lastByte } = chunkRange(plan, index)
    expect(firstByte).toBe(nextByte)
    expect(lastByte).toBeGreaterThanOrEqual(firstByte)
    nextByte = lastByte + 1
  }
  expect(nextByte).toBe(plan.sizeBytes)
}

test('every plan from 1 byte to 4 GiB keeps every rule, and its ranges cover the file', () => {
  fc.assert(
    fc.property(sizes, (sizeBytes) => {
      const plan = planChunks(sizeBytes)
      expect(plan.sizeBytes).toBe(sizeBytes)
      expectTikTokTakes(plan)
      expectRangesCover(plan)
    }),
    { numRuns: 2_000 },
  )
})

test('the alternative keeps every rule too and is another plan; small files have none', () => {
  fc.assert(
    fc.property(sizes, (sizeBytes) => {
      const plan = alternativePlan(sizeBytes)
      if (!plan) {
        expect(sizeBytes).toBeLessThan(2 * 5 * 1024 ** 2)
        return
      }
      expectTikTokTakes(plan)
      expectRangesCover(plan)
      expect(plan.chunkBytes).not.toBe(planChunks(sizeBytes).chunkBytes)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  [4_194_304, 4_194_304, 1, 4_194_304],
  [64_000_000, 64_000_000, 1, 64_000_000],
  [64_000_001, 32_000_000, 2, 32_000_001],
  [121_000_000, 32_000_000, 3, 57_000_000],
  [158_008_374, 32_000_000, 4, 62_008_374],
  [4_294_967_296, 32_000_000, 134, 38_967_296],
])('%d bytes go in chunks of %d, %d of them, the last of %d', (sizeBytes, chunkBytes, chunkCount, lastBytes) => {
  const plan = planChunks(sizeBytes)
  expect(plan).toEqual({ sizeBytes, chunkBytes, chunkCount })
  const last = chunkRange(plan, chunkCount - 1)
  expect(last.lastByte - last.firstByte + 1).toBe(lastBytes)
})

test('no file, and no chunk outside the plan', () => {
  for (const sizeBytes of [0, -1, 1.5, Number.NaN]) {
    expect(() => planChunks(sizeBytes)).toThrow(RangeError)
    expect(() => alternativePlan(sizeBytes)).toThrow(RangeError)
  }
  for (const index of [-1, 1, 0.5]) expect(() => chunkRange(planChunks(10), index)).toThrow(RangeError)
})
