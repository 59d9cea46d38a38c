import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

type Outgoing = {
  url: URL
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

/** One request on a connection of its own; redirects are not followed. */
export function sendRequest({ url, method, headers = {}, body, signal }: Outgoing): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  const outgoing = open(url, { method, headers, signal, agent: false }, resolve)
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}
