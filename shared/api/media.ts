import { z } from 'zod'

/** One finding of the flight check: what was measured against which limit. */
export const MediaCheck = z.object({
  code: z.string(),
  level: z.enum(['ok', 'warning', 'error']),
  message: z.string(),
  measured: z.string().nullable(),
  limit: z.string().nullable(),
  remedy: z.string().nullable(),
})
export type MediaCheck = z.infer<typeof MediaCheck>

export const Media = z.object({
  id: z.uuid(),
  kind: z.enum(['video', 'image']),
  status: z.enum(['ready', 'rendering', 'failed']),
  fileName: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  mimeType: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  codec: z.string().nullable(),
  frameRate: z.number().nullable(),
  checks: z.array(MediaCheck),
  hasThumbnail: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type Media = z.infer<typeof Media>
