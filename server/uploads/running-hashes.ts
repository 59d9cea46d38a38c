import { createHash, type Hash } from 'node:crypto'

/** Beyond that the oldest is forgotten, and its file is read once more at its end. */
const MAX_COUNT = 1000

export type RunningHashes = ReturnType<typeof createRunningHashes>

/** The SHA-256 of each upload up to where this process wrote it down, for as long as it got every byte itself. */
export function createRunningHashes() {
  const known = new Map<string, { hash: Hash; endBytes: number }>()

  return {
    /** The hash of the first `endBytes` bytes, to be given back after more of them; null where it is not known. */
    take(id: string, endBytes: number): Hash | null {
      if (endBytes === 0) return createHash('sha256')
      const found = known.get(id)
      known.delete(id)
      return found?.endBytes === endBytes ? found.hash : null
    },
    giveBack(id: string, hash: Hash, endBytes: number): void {
      known.set(id, { hash, endBytes })
      const [oldest] = known.keys()
      if (known.size > MAX_COUNT && oldest !== undefined) known.delete(oldest)
    },
    forget(id: string): void {
      known.delete(id)
    },
  }
}
