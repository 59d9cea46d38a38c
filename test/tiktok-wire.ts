import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'

const SecretAnswer = z.object({
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  data: z.object({ upload_url: z.string().optional() }).optional(),
})

/** The fields of a request to TikTok that nobody else may see. */
const SECRET_FIELDS = ['client_secret', 'code', 'code_verifier', 'refresh_token', 'token']

export type TikTokWire = Awaited<ReturnType<typeof startTikTokWire>>

/** Stands between the product and the simulator, passes everything on, and remembers each secret that went through, by its kind. */
export async function startTikTokWire() {
  const secrets = new Map<string, Set<string>>()
  let target = ''

  const keep = (kind: string, text: string | null | undefined) => {
    if (text) secrets.set(kind, (secrets.get(kind) ?? new Set()).add(text))
  }

  function readRequest({ headers }: IncomingMessage, body: Buffer): void {
    keep('access_token', /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1])
    if (!headers['content-type']?.includes('form')) return
    const form = new URLSearchParams(body.toString())
    for (const name of SECRET_FIELDS) keep(name, form.get(name))
  }

  function readAnswer(text: string): void {
    const { access_token, refresh_token, data } = SecretAnswer.safeParse(jsonOf(text)).data ?? {}
    keep('access_token', access_token)
    keep('refresh_token', refresh_token)
    keep('upload_url', data?.upload_url)
    keep('upload_token', data?.upload_url && new URL(data.upload_url).searchParams.get('upload_token'))
  }

  /** Headers as they came, with the host: TikTok's upload URL then leads through here, too. */
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await buffer(request)
      readRequest(request, body)
      const passed = httpRequest(target + request.url, {
        method: request.method,
        headers: request.headers,
        agent: false,
      }).end(body)
      const [answer]: IncomingMessage[] = await once(passed, 'response')
      if (!answer) throw new Error('There was no answer.')
      const bytes = await buffer(answer)
      readAnswer(bytes.toString())
      response.writeHead(answer.statusCode ?? 500, answer.headers).end(bytes)
    } catch {
      request.socket.resetAndDestroy()
    }
  }

  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It does not listen.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    secrets,
    passTo(url: string): void {
      target = url
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
