import type { Readable } from 'node:stream'

/** A request's body in the form of the web. */
export function bodyStream(raw: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      raw.on('data', (piece: Buffer<ArrayBuffer>) => {
        controller.enqueue(piece)
        raw.pause()
      })
      raw.once('end', () => controller.close())
      raw.once('error', (error) => controller.error(error))
      raw.pause()
    },
    pull() {
      raw.resume()
    },
  })
}
