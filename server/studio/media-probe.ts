import { z } from 'zod'

/** What a media file is, by its content: its name and what the browser said about it do not count. */
export const MediaProbe = z.object({
  kind: z.enum(['video', 'image', 'unknown']),
  /** By its usual extension: mp4, mov, webm, jpg … */
  container: z.string(),
  mimeType: z.string(),
  codec: z.string().nullable(),
  /** Width and height as shown, after the rotation. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Clockwise, in degrees. */
  rotation: z.number().int(),
  durationMs: z.number().int().nullable(),
  frameRate: z.number().nullable(),
  hasAudio: z.boolean(),
  audioCodec: z.string().nullable(),
  bitRate: z.number().int().nullable(),
})
export type MediaProbe = z.infer<typeof MediaProbe>
