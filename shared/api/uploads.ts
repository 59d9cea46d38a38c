import { z } from 'zod'
import { Media } from './media.ts'
import { Problem } from './problem.ts'

/**
 * receiving: bytes are missing, and it may be resumed at `offset`. processing: every byte is here, and it is looked into. ready: it is a
 * media item. refused: `problem` says why it is none.
 */
export const UploadStatus = z.enum(['receiving', 'processing', 'ready', 'refused'])
export type UploadStatus = z.infer<typeof UploadStatus>

/** `GET /uploads/{id}`: how far a tus upload is, and what became of it. */
export const Upload = z.object({
  id: z.uuid(),
  status: UploadStatus,
  fileName: z.string(),
  /** Bytes that are here, of how many. */
  offset: z.number().int(),
  length: z.number().int(),
  /** Null until it is ready. */
  mediaId: z.uuid().nullable(),
  /** Null until it is ready, and when it was deleted since. */
  media: Media.nullable(),
  problem: Problem.nullable(),
  createdAt: z.iso.datetime(),
  /** When it is forgotten unless another byte comes. */
  expiresAt: z.iso.datetime(),
})
export type Upload = z.infer<typeof Upload>
