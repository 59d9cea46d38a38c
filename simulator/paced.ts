import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { CutError } from './fault-effects.ts'
import type { Fault } from './faults.ts'

/** The bytes of an upload, read as slowly or cut off as early as a fault says. */
export async function* paced(request: IncomingMessage, fault: Fault | null): AsyncGenerator<Buffer> {
  let readBytes = 0
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('A stream of bytes was expected')
    readBytes += piece.length
    if (fault?.cut === 'during' && readBytes > fault.cutAfterBytes) throw new CutError()
    if (fault?.slowReadBytesPerS !== undefined) await wait((piece.length / fault.slowReadBytesPerS) * 1000)
    yield piece
  }
}
