import { request } from 'node:http'
import { Upload } from '#shared/api/uploads.ts'

export type TusClient = ReturnType<typeof createTusClient>

const UPLOADS = '/api/v1/uploads'
const TUS = { 'tus-resumable': '1.0.0' }

/** Somebody who uploads by tus at a low level, with an API key; a connection may be cut in the middle. */
export function createTusClient({ url, apiKey }: { url: string; apiKey: string }) {
  const credentials = { authorization: `Bearer ${apiKey}` }

  function send(method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) {
    return fetch(new URL(path, url), { method, headers: { ...credentials, ...TUS, ...headers }, ...(body && { body }) })
  }

  return {
    send,

    /** Begins an upload; the answer's Location is where it is. */
    begin(length: number, fileName = 'clip.mp4', headers: Record<string, string> = {}): Promise<Response> {
      const metadata = `filename ${Buffer.from(fileName).toString('base64')}`
      return send('POST', UPLOADS, { 'upload-length': String(length), 'upload-metadata': metadata, ...headers })
    },

    /** The path of a new upload. */
    async mustBegin(length: number, fileName?: string): Promise<string> {
      const answer = await this.begin(length, fileName)
      const location = answer.headers.get('location')
      if (answer.status !== 201 || !location) throw new Error(`${answer.status} ${await answer.text()}`)
      return location
    },

    append(path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
      return send('PATCH', path, appending(offset), bytes)
    },

    /** Promises `length` bytes, and sends `bytes`: then the connection is open, and nothing more comes. */
    async beginAppend(path: string, { offset, length, bytes }: { offset: number; length: number; bytes: Buffer }) {
      const connection = request(new URL(path, url), {
        method: 'PATCH',
        headers: { ...credentials, ...TUS, ...appending(offset), 'content-length': length },
      })
      // Being cut is what it is for.
      connection.on('error', () => {})
      await new Promise((resolve) => connection.write(bytes, resolve))
      return connection
    },

    /** Where the upload is to go on. */
    async offset(path: string): Promise<number> {
      const answer = await send('HEAD', path)
      if (answer.status !== 200) throw new Error(`HEAD ${path} was answered ${answer.status}.`)
      return Number(answer.headers.get('upload-offset'))
    },

    async read(path: string): Promise<Upload> {
      const answer = await send('GET', path)
      const body = await answer.text()
      if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}: ${body}`)
      return Upload.parse(JSON.parse(body))
    },
  }
}

function appending(offset: number): Record<string, string> {
  return { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
}
