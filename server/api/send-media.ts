import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { PublicFile } from '../media/public-file.ts'
import { byteRange } from './byte-range.ts'

type Sent = Pick<PublicFile, 'storageKey' | 'sizeBytes' | 'mimeType' | 'etag'>

/** A stored file: all of it, or the range that is asked for. A HEAD reads nothing. Throws `bad_range`. */
export function sendMedia(
  request: FastifyRequest,
  reply: FastifyReply,
  { storage, file }: Pick<Context, 'storage'> & { file: Sent },
): FastifyReply {
  const range = takesRange(request, file.etag) ? byteRange(request.headers.range, file.sizeBytes) : null
  reply
    .type(file.mimeType)
    .header('accept-ranges', 'bytes')
    .header('etag', file.etag)
    .header('content-length', range ? range.lastByte - range.firstByte + 1 : file.sizeBytes)
  if (range) reply.code(206).header('content-range', `bytes ${range.firstByte}-${range.lastByte}/${file.sizeBytes}`)
  return request.method === 'HEAD' ? reply.send() : reply.send(storage.read(file.storageKey, range ?? undefined))
}

/** Ranges are of GET alone, and with `If-Range` of the content that the caller knows (RFC 9110, sections 14.2 and 13.1.5). */
function takesRange({ method, headers }: FastifyRequest, etag: string): boolean {
  const known = headers['if-range']
  return method === 'GET' && (known === undefined || known === etag)
}
