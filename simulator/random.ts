import { createHash } from 'node:crypto'

/** Where every id, code and token comes from. */
export type RandomBytes = (sizeBytes: number) => Buffer

/** The same seed gives the same bytes, so a test run can be repeated. Never a source of real secrets. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0
  return (sizeBytes) => {
    const blocks: Buffer[] = []
    for (let filledBytes = 0; filledBytes < sizeBytes; filledBytes += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter}`).digest())
      counter += 1
    }
    return Buffer.concat(blocks).subarray(0, sizeBytes)
  }
}
