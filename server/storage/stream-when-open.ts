import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A connection brings small chunks; what has come while the reader was busy is one piece of up to this much. */
const PIECE_BYTES = 512 * 1024

/**
 * A stream at once of what takes a while to open. It fails as `open` or what that gives fails; when its reader goes early,
 * `signal` is aborted and what was opened is closed.
 */
export function streamWhenOpen(open: (signal: AbortSignal) => Promise<Readable>): Readable {
  const stream = new PassThrough({ highWaterMark: PIECE_BYTES })
  const gone = new AbortController()
  stream.once('close', () => gone.abort())
  const fill = async () => pipeline(await open(gone.signal), stream)
  fill().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))))
  return stream
}
