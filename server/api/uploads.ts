import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Upload } from '#shared/api/uploads.ts'
import type { UploadRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { findMedia } from '../media/media-store.ts'
import type { Uploader } from '../uploads/begin-upload.ts'
import { createUploads } from '../uploads/uploads.ts'
import { findUpload } from '../uploads/uploads-store.ts'
import type { ApiParts, App } from './api-parts.ts'
import { bodyStream } from './body-stream.ts'
import { presentUpload } from './present-upload.ts'
import { uploaderOf } from './request.ts'
import { refusalOf } from './tus-problem.ts'
import { createTusServer } from './tus-server.ts'

const TUS_VERSION = '1.0.0'
const PATH = '/api/v1/uploads'
const ById = z.object({ id: z.uuid() })
/** A connection that is silent for so long is taken for dead; its upload is resumed on another one. */
const SILENT_CONNECTION_MS = 60_000
/** Of tus's answers; CORS is not among them, because no other origin may come. */
const TUS_HEADERS = /^(tus-.*|upload-.*|clipdeck-.*|location|cache-control|connection)$/

/** Files that come in by tus 1.0 (https://tus.io/protocols/resumable-upload), which goes on where it was cut. */
export function uploadRoutes(app: App, { ctx }: ApiParts): void {
  const uploads = createUploads(ctx)
  const uploaders = new WeakMap<Request, Uploader>()
  // Made with the first request: it makes its folder.
  let tus: ReturnType<typeof createTusServer> | undefined
  app.addHook('onClose', () => uploads.close())
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'tus-resumable': TUS_VERSION, 'tus-version': TUS_VERSION })
  })
  // The body stays the stream that it is.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))

  // A repeat with the same Idempotency-Key gets the first one's body; tus looks for where the upload is in a header.
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('idempotency-replayed') || typeof payload !== 'string') return
    reply.header('location', `${PATH}/${Upload.parse(JSON.parse(payload)).id}`)
  })

  app.options(
    '/uploads',
    { schema: { summary: 'Which parts of tus there are, and how large a file may be', response: { 204: z.null() } } },
    answer,
  )

  app.post(
    '/uploads',
    {
      schema: {
        summary: 'Begins an upload by tus 1.0',
        description:
          'Send `Tus-Resumable: 1.0.0`, `Upload-Length` in bytes and `Upload-Metadata: filename <base64>`; the `Location` of the answer is the upload. A body of type `application/offset+octet-stream` is its beginning.',
        response: { 201: Upload },
      },
    },
    async (request, reply) => {
      const response = await askTus(request, reply)
      const id = response.headers.get('location')?.split('/').at(-1) ?? ''
      return reply.send(await read(request, await find(request, id)))
    },
  )

  // Before the GET, which would bring a HEAD of its own.
  app.head(
    '/uploads/:id',
    { schema: { summary: 'Where an upload is to go on: `Upload-Offset` of `Upload-Length`', params: ById } },
    answer,
  )

  app.patch(
    '/uploads/:id',
    {
      schema: {
        summary: 'More bytes of an upload, from `Upload-Offset` on',
        description:
          'The last ones are answered when the file was judged and stored: with `Clipdeck-Media-Id`, or a problem when it is refused. Without either it takes longer; ask with GET.',
        params: ById,
        response: { 204: z.null() },
      },
    },
    answer,
  )

  app.delete(
    '/uploads/:id',
    { schema: { summary: 'Calls an upload off', params: ById, response: { 204: z.null() } } },
    answer,
  )

  app.get(
    '/uploads/:id',
    { schema: { summary: 'How far an upload is, and what became of it', params: ById, response: { 200: Upload } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return read(request, await find(request, request.params.id))
    },
  )

  async function answer(request: FastifyRequest<{ Params: { id?: string } }>, reply: FastifyReply) {
    if (request.params.id) await find(request, request.params.id)
    await askTus(request, reply)
    return reply.send(null)
  }

  /** Gives what tus answers, with status and headers already in the reply. Throws what it refuses. */
  async function askTus(request: FastifyRequest, reply: FastifyReply): Promise<Response> {
    if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== TUS_VERSION)
      throw new AppError('tus_version', 'This request does not say that it speaks tus 1.0.0.')
    const webRequest = webRequestOf(request)
    uploaders.set(webRequest, uploaderOf(request))
    request.raw.setTimeout(SILENT_CONNECTION_MS, () => request.raw.destroy())
    tus ??= createTusServer(ctx, { uploads, path: PATH, uploaders })
    const response = await tus.handleWeb(webRequest)
    if (response.status >= 400) throw refusalOf({ status_code: response.status, body: await response.text() })
    for (const [name, value] of response.headers) if (TUS_HEADERS.test(name)) reply.header(name, value)
    reply.code(response.status)
    return response
  }

  async function find(request: FastifyRequest, id: string): Promise<UploadRow> {
    const upload = await findUpload(ctx.db, { id, ...uploaderOf(request) })
    if (!upload) throw notFound('upload')
    return upload
  }

  async function read(request: FastifyRequest, found: UploadRow): Promise<Upload> {
    const { upload, offset } = await uploads.read(found)
    if (!upload) throw notFound('upload')
    const media = upload.endedAt ? await findMedia(ctx.db, upload.workspaceId, upload.id) : undefined
    return presentUpload({ upload, offset, media, requestId: request.id })
  }
}

function webRequestOf({ method, url, headers, raw }: FastifyRequest): Request {
  const hasBody = method === 'PATCH' || method === 'POST'
  return new Request(new URL(url, 'http://localhost'), {
    method,
    headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(hasBody && { body: bodyStream(raw), duplex: 'half' }),
  })
}
