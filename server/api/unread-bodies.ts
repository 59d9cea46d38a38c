import type { App } from './api-parts.ts'

/** What a client may have under way when it begins to listen. */
const LINGER_BYTES = 4 * 1024 ** 2

/**
 * A request that is answered before all of its body has come, because it is refused: the rest is thrown away for a little, so that the
 * client can hear the answer; then the connection ends. Left alone, client and server would wait for each other.
 */
export function endUnreadBodies(app: App): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return
    let leftBytes = LINGER_BYTES
    for (const event of ['data', 'readable']) raw.removeAllListeners(event)
    raw.on('data', (piece: Buffer) => {
      leftBytes -= piece.length
      if (leftBytes < 0) raw.destroy()
    })
    raw.resume()
  })
}
