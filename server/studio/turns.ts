export type Turns = ReturnType<typeof createTurns>

/** Lets at most `count` run side by side; the others wait, first come, first served. A turn ends when it is disposed of. */
export function createTurns(count: number) {
  const waiting = new Set<() => void>()
  let free = count

  function end(): void {
    const [next] = waiting
    if (!next) free += 1
    else if (waiting.delete(next)) next()
  }

  return {
    /** Throws the reason of `signal` when that is aborted before the turn comes. */
    async take(signal?: AbortSignal): Promise<Disposable> {
      signal?.throwIfAborted()
      if (free > 0) free -= 1
      else await queue(waiting, signal)
      return { [Symbol.dispose]: end }
    },
  }
}

async function queue(waiting: Set<() => void>, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const leave = () => {
    waiting.delete(resolve)
    reject(signal?.reason)
  }
  waiting.add(resolve)
  signal?.addEventListener('abort', leave, { once: true })
  await promise.finally(() => signal?.removeEventListener('abort', leave))
}
