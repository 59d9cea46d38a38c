import { z } from 'zod'

/** What an image says of itself beside its size. */
const ImageProbe = z.object({
  /** More than one: it moves, or has pages. */
  pictures: z.number().int(),
  /** As in EXIF: 1 is upright. */
  orientation: z.number().int(),
  /** `rgb`, `grey`, `cmyk` … */
  colourSpace: z.string(),
  hasProfile: z.boolean(),
  bitsPerSample: z.number().int(),
  hasAlpha: z.boolean(),
})
export type ImageProbe = z.infer<typeof ImageProbe>

/** What a media file is, by its content: its name and what the browser said about it do not count. */
export const MediaProbe = z.object({
  kind: z.enum(['video', 'image', 'audio', 'unknown']),
  /** By its usual extension: mp4, mov, webm, jpg … */
  container: z.string(),
  mimeType: z.string(),
  codec: z.string().nullable(),
  /** Width and height as shown, after the rotation. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Clockwise, in degrees. */
  rotation: z.number().int(),
  /** FFmpeg's name of how a pixel is stored: yuv420p, yuv420p10le … */
  pixelFormat: z.string().nullable(),
  /** Width of a pixel to its height, as shown: 1 for a square one. */
  pixelAspect: z.number(),
  /** How brightness beyond SDR is coded. */
  hdr: z.enum(['PQ', 'HLG']).nullable(),
  isInterlaced: z.boolean(),
  durationMs: z.number().int().nullable(),
  frameRate: z.number().nullable(),
  hasAudio: z.boolean(),
  audioCodec: z.string().nullable(),
  bitRate: z.number().int().nullable(),
  /** Picture and sound can be decoded here: another video can be made of it. */
  isDecodable: z.boolean(),
  image: ImageProbe.nullable(),
})
export type MediaProbe = z.infer<typeof MediaProbe>
