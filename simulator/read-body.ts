import type { FastifyRequest } from 'fastify'

const LARGEST_BODY_BYTES = 1_000_000

/** A small body, whole. Uploads never come here. */
export async function readBody(request: FastifyRequest): Promise<Buffer> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  for await (const piece of request.raw) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('A stream of bytes was expected')
    sizeBytes += piece.length
    if (sizeBytes > LARGEST_BODY_BYTES) throw new RangeError('The body is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
