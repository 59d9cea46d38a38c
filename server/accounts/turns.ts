export type Turns = ReturnType<typeof createTurns>

/**
 * Who waits for a turn holds nothing meanwhile: calls with one key run one after another, and `most` of all keys together.
 */
export function createTurns({ most }: { most: number }) {
  const lastOf = new Map<string, Promise<void>>()
  const waiting: (() => void)[] = []
  let free = most

  async function takePlace(): Promise<void> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function leavePlace(): void {
    const next = waiting.shift()
    if (next) next()
    else free++
  }

  return async function take<T>(key: string, use: () => Promise<T>): Promise<T> {
    const before = lastOf.get(key)
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
    lastOf.set(key, isOver)
    await before
    await takePlace()
    try {
      return await use()
    } finally {
      leavePlace()
      if (lastOf.get(key) === isOver) lastOf.delete(key)
      end()
    }
  }
}
