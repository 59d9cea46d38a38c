import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const SWEEP_BYTES = 8 * 1024 ** 2

const collectGarbage = exposedCollector()

/**
 * To be told of every piece that went through a stream. A piece off a socket is a new buffer, and V8 lets some 64 MB of
 * dead ones lie before it collects the whole heap. Collecting the young generation often frees them in a millisecond.
 */
export function createBufferSweep(): (sizeBytes: number) => void {
  let unsweptBytes = 0
  return (sizeBytes) => {
    unsweptBytes += sizeBytes
    if (unsweptBytes < SWEEP_BYTES) return
    unsweptBytes = 0
    collectGarbage({ type: 'minor' })
  }
}

/** Node gives `gc` to contexts that are made while the flag is set. */
function exposedCollector(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc')
  const collector: NodeJS.GCFunction = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return collector
}
