import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { THUMBNAIL_PLACEHOLDER } from './thumbnail-placeholder.ts'

type Picture = {
  type: string
  /** Names the content: what is under one address never changes. */
  etag: string
  read: () => Promise<Buffer | null>
}

/** Answers with a picture, which is read only if the caller does not have it yet; a placeholder where it is null. */
export async function sendPicture(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, etag, read }: Picture,
): Promise<FastifyReply> {
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const bytes = await read()
  // A list shows a picture for every item, so this is no error.
  if (!bytes) return reply.type('image/svg+xml').header('cache-control', 'no-store').send(THUMBNAIL_PLACEHOLDER)
  return reply.type(type).header('cache-control', 'private, max-age=86400, immutable').header('etag', etag).send(bytes)
}

/** What the documentation of the API says of such an answer. */
export function pictureResponse(type: string) {
  return { description: 'The picture.', content: { [type]: { schema: z.file() } } }
}
