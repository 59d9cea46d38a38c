import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'

export type MediaHost = Awaited<ReturnType<typeof startMediaHost>>

/** What a host does with a request instead of passing it on; undefined passes it on. */
export type Mischief = (request: IncomingMessage, response: ServerResponse) => unknown

/** The public host in front of the product that media are pulled from: passes everything on, counts, and may misbehave. */
export async function startMediaHost() {
  const seen: { method: string; path: string }[] = []
  let target = ''
  let mischief: Mischief | null = null

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming
    seen.push({ method, path })
    if (mischief && mischief(incoming, response) !== undefined) return
    try {
      const passed = httpRequest(target + path, { method, headers, agent: false }).end()
      const [answer]: IncomingMessage[] = await once(passed, 'response')
      if (!answer) throw new Error('There was no answer.')
      answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers))
    } catch {
      incoming.socket.resetAndDestroy()
    }
  }

  const server = createServer((incoming, response) => void pass(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It does not listen.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    passTo(url: string): void {
      target = url
    },
    /** From now on; null behaves again. */
    misbehave(how: Mischief | null): void {
      mischief = how
    },
    /** Paths that were asked for with this method. */
    paths: (method: 'GET' | 'HEAD') => seen.filter((each) => each.method === method).map(({ path }) => path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
