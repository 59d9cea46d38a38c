import type { z } from 'zod'

export type Reply = { status: number; headers: Headers; body: unknown }

export type HttpClient = ReturnType<typeof createHttpClient>

/** Somebody outside: a browser's cookie jar or an API key, and nothing of our own code. */
export function createHttpClient(baseUrl: string, apiKey?: string) {
  const cookies = new Map<string, string>()
  const answers: string[] = []

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    // What names its type by itself.
    const isWhole = body instanceof FormData || body instanceof Blob
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'manual',
      headers: {
        ...credentials(),
        ...(body !== undefined && !isWhole && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isWhole ? body : JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name && value !== undefined) cookies.set(name, value)
    }
    const text = await response.text()
    answers.push(`${response.status} ${JSON.stringify([...response.headers])} ${text}`)
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text }
  }

  function credentials(): Record<string, string> {
    return {
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    }
  }

  return {
    send,
    /** Everything that was answered, headers and all. */
    answers,

    /** What stands at a path, byte for byte. */
    async fetchBytes(path: string, headers: Record<string, string> = {}, signal: AbortSignal | null = null) {
      const response = await fetch(new URL(path, baseUrl), { headers: { ...credentials(), ...headers }, signal })
      return {
        status: response.status,
        headers: response.headers,
        bytes: Buffer.from(await response.arrayBuffer()),
      }
    },

    /** The workspace's server-sent events as they come, beginning with the stream's greeting. */
    async *streamEvents(signal: AbortSignal): AsyncGenerator<string> {
      const response = await fetch(new URL('/api/v1/events', baseUrl), { headers: credentials(), signal })
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) yield decoder.decode(chunk, { stream: true })
    },

    /** The body of a call that must succeed, read by `schema`. */
    async call<Schema extends z.ZodType>(
      schema: Schema,
      method: string,
      path: string,
      body?: unknown,
    ): Promise<z.output<Schema>> {
      const reply = await send(method, path, body)
      if (reply.status >= 400)
        throw new Error(`${method} ${path} was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
      return schema.parse(reply.body)
    },
    /** Where a redirect leads. */
    async redirect(path: string): Promise<string> {
      const { status, headers, body } = await send('GET', path)
      const location = headers.get('location')
      if (!location) throw new Error(`${path} was answered ${status} without a redirect: ${JSON.stringify(body)}`)
      return location
    },
  }
}
