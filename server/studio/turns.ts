export type Turns = ReturnType<typeof createTurns>

/** Lets at most `count` run side by side; the others wait, first come, first served. A turn ends when it is disposed of. */
export function createTurns(count: number) {
  const waiting: (() => void)[] = []
  let free = count

  function end(): void {
    const next = waiting.shift()
    if (next) next()
    else free += 1
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

async function queue(waiting: (() => void)[], signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const leave = () => {
    waiting.splice(waiting.indexOf(resolve), 1)
    reject(signal?.reason)
  }
  waiting.push(resolve)
  signal?.addEventListener('abort', leave, { once: true })
  await promise.finally(() => signal?.removeEventListener('abort', leave))
}
