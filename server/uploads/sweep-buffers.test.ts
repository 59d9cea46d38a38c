import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBufferSweep } from './sweep-buffers.ts'

const PIECE_BYTES = 64 * 1024

test('256 MiB of buffers that nobody needs any more never take a fifth of that', async () => {
  const sweepBuffers = createBufferSweep()
  const beforeBytes = process.memoryUsage().arrayBuffers
  let peakBytes = 0
  for (let piece = 0; piece < 4096; piece++) {
    sweepBuffers(Buffer.allocUnsafeSlow(PIECE_BYTES).length)
    peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers - beforeBytes)
    await nextTurn()
  }
  expect(peakBytes).toBeLessThan(32 * 1024 ** 2)
})
