import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'

/** A request as it arrived. */
type Seen = {
  method: string
  path: string
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: string
}

/** What the server does with one request: an answer, or anything at all. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | ((request: IncomingMessage, response: ServerResponse) => unknown)

/**
 * A real HTTP server on a free port for tests: the n-th request gets the n-th reply, further ones the last.
 * A reply that is a function gets the request unread.
 */
export async function startServer(...replies: Reply[]) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const reply = replies[Math.min(seen.length, replies.length - 1)] ?? {}
    const { method = '', url: path = '', headers, rawHeaders } = request
    const record: Seen = { method, path, headers, rawHeaders, body: '' }
    seen.push(record)
    if (typeof reply === 'function') return reply(request, response)
    request.setEncoding('utf8').on('data', (text: string) => {
      record.body += text
    })
    request.on('end', () => {
      response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json', ...reply.headers })
      response.end(reply.text ?? JSON.stringify(reply.json ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: urlOf(server.address() as AddressInfo),
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A TCP server for tests of what HTTP servers do not do. */
export async function startRawServer(onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: urlOf(server.address() as AddressInfo),
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The envelope of a data endpoint. Page: tiktok-api-v2-error-handling. */
export function ok(data: object) {
  return { json: { data, error: { code: 'ok', message: '', log_id: 'log-1' } } }
}

/** An error of a data endpoint. Page: tiktok-api-v2-error-handling. */
export function refused(status: number, code: string, message = '') {
  return { status, json: { data: {}, error: { code, message, log_id: 'log-2' } } }
}

function urlOf({ port }: AddressInfo): string {
  return `http://127.0.0.1:${port}`
}
