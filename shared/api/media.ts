import { z } from 'zod'
import { PHOTO_MAX_COUNT, SLIDESHOW_MIN_IMAGES, SLIDESHOW_SECONDS_PER_IMAGE, VIDEO_MAX_DURATION_MS } from '../limits.ts'
import { Failure } from './posts.ts'

/** What Clipdeck can do about a finding: `POST /media/{id}/fix` does all that an item needs. */
export const MediaFix = z.enum(['transcode', 'resize', 'convert', 'shrink'])
export type MediaFix = z.infer<typeof MediaFix>

/** One finding of the flight check: what was measured against which limit. */
export const MediaCheck = z.object({
  code: z.string(),
  level: z.enum(['ok', 'warning', 'error']),
  message: z.string(),
  measured: z.string().nullable(),
  limit: z.string().nullable(),
  remedy: z.string().nullable(),
  fix: MediaFix.nullable(),
})
export type MediaCheck = z.infer<typeof MediaCheck>

/** `GET /media/{id}/checks`: for these accounts. */
export const AccountChecksQuery = z.object({
  accountId: z.union([z.uuid(), z.array(z.uuid()).min(1).max(500)], {
    error: 'Name one to 500 accounts by their ids.',
  }),
})

/** How a media item stands for one account: what the flight check found, and what only this creator may or may not. */
export const AccountChecks = z.object({ accountId: z.uuid(), checks: z.array(MediaCheck) })
export type AccountChecks = z.infer<typeof AccountChecks>

export const MediaKind = z.enum(['video', 'image', 'audio'])
export type MediaKind = z.infer<typeof MediaKind>

export const MediaStatus = z.enum(['ready', 'rendering', 'failed'])
export type MediaStatus = z.infer<typeof MediaStatus>

export const Transition = z.enum(['none', 'fade'])
export type Transition = z.infer<typeof Transition>

/** What is beside an image that does not fill the picture. */
export const SlideshowFill = z.enum(['black', 'blur'])
export type SlideshowFill = z.infer<typeof SlideshowFill>

/** `POST /slideshows`. */
export const CreateSlideshow = z
  .object({
    imageIds: z
      .array(z.uuid())
      .min(SLIDESHOW_MIN_IMAGES, `A slideshow takes at least ${SLIDESHOW_MIN_IMAGES} images.`)
      .max(PHOTO_MAX_COUNT, `A slideshow takes at most ${PHOTO_MAX_COUNT} images.`),
    secondsPerImage: z
      .number()
      .min(SLIDESHOW_SECONDS_PER_IMAGE.min, `Show each image for at least ${SLIDESHOW_SECONDS_PER_IMAGE.min} s.`)
      .max(SLIDESHOW_SECONDS_PER_IMAGE.max, `Show each image for at most ${SLIDESHOW_SECONDS_PER_IMAGE.max} s.`)
      .default(SLIDESHOW_SECONDS_PER_IMAGE.usual),
    transition: Transition.default('none'),
    fill: SlideshowFill.default('black'),
    /** A sound of the library; it is cut or repeated to the length of the slideshow. */
    audioId: z.uuid().optional(),
  })
  .superRefine(({ imageIds, secondsPerImage }, ctx) => {
    const durationMs = imageIds.length * secondsPerImage * 1000
    if (durationMs > VIDEO_MAX_DURATION_MS)
      ctx.addIssue({
        code: 'custom',
        path: ['secondsPerImage'],
        message: `This slideshow would last ${durationMs / 1000} s; at most ${VIDEO_MAX_DURATION_MS / 1000} s are possible.`,
      })
  })
export type CreateSlideshow = z.infer<typeof CreateSlideshow>

/** What a media item was made of, where Clipdeck made it. */
export const MadeFrom = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('slideshow'),
    imageIds: z.array(z.uuid()),
    secondsPerImage: z.number(),
    transition: Transition,
    fill: SlideshowFill,
    audioId: z.uuid().nullable(),
  }),
  z.object({ kind: z.literal('fix'), mediaId: z.uuid() }),
])
export type MadeFrom = z.infer<typeof MadeFrom>

export const Media = z.object({
  id: z.uuid(),
  kind: MediaKind,
  status: MediaStatus,
  fileName: z.string(),
  sizeBytes: z.number().int(),
  /** Null while it is being rendered. */
  sha256: z.string().nullable(),
  mimeType: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  codec: z.string().nullable(),
  frameRate: z.number().nullable(),
  checks: z.array(MediaCheck),
  hasThumbnail: z.boolean(),
  /** Of an image: the JPEG that TikTok gets in its place, at `GET /media/{id}/photo`. */
  photo: z.object({ sizeBytes: z.number().int(), width: z.number().int(), height: z.number().int() }).nullable(),
  madeFrom: MadeFrom.nullable(),
  /** From 0 to 1 while it is being rendered. */
  progress: z.number().nullable(),
  /** Why it could not be rendered. */
  failure: Failure.nullable(),
  createdAt: z.iso.datetime(),
})
export type Media = z.infer<typeof Media>

/** `GET /media/{id}/frame`. */
export const FrameQuery = z.object({
  atMs: z.coerce
    .number('Say at which time of the video, in ms.')
    .int('Say the time in whole ms.')
    .min(0, 'A video begins at 0 ms.'),
})
