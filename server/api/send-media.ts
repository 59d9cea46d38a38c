import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { byteRange } from './byte-range.ts'

/** A media item's content: all of it, or the range that is asked for. A HEAD reads nothing. Throws `bad_range`. */
export function sendMedia(
  request: FastifyRequest,
  reply: FastifyReply,
  { storage, media }: Pick<Context, 'storage'> & { media: MediaRow },
): FastifyReply {
  const etag = `"${media.sha256}"`
  const range = takesRange(request, etag) ? byteRange(request.headers.range, media.sizeBytes) : null
  reply
    .type(media.mimeType)
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    .header('content-length', range ? range.lastByte - range.firstByte + 1 : media.sizeBytes)
  if (range) reply.code(206).header('content-range', `bytes ${range.firstByte}-${range.lastByte}/${media.sizeBytes}`)
  return request.method === 'HEAD' ? reply.send() : reply.send(storage.read(media.storageKey, range ?? undefined))
}

/** Ranges are of GET alone, and with `If-Range` of the content that the caller knows (RFC 9110, sections 14.2 and 13.1.5). */
function takesRange({ method, headers }: FastifyRequest, etag: string): boolean {
  const known = headers['if-range']
  return method === 'GET' && (known === undefined || known === etag)
}
