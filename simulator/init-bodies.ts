import { z } from 'zod'
import { PrivacyLevel } from './entities.ts'

const int64 = z.number().int()
const flag = z.boolean().optional()

const VideoSource = z.discriminatedUnion('source', [
  z.object({ source: z.literal('FILE_UPLOAD'), video_size: int64, chunk_size: int64, total_chunk_count: int64 }),
  z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.string() }),
])

export type VideoSource = z.infer<typeof VideoSource>

/** content-posting-api-reference-direct-post. Text is counted in UTF-16 code units. */
export const VideoInit = z.object({
  post_info: z.looseObject({
    privacy_level: PrivacyLevel,
    title: z.string().max(2200).optional(),
    disable_duet: flag,
    disable_stitch: flag,
    disable_comment: flag,
    video_cover_timestamp_ms: z.int32().optional(),
    brand_content_toggle: flag,
    brand_organic_toggle: flag,
    is_aigc: flag,
  }),
  source_info: VideoSource,
})

/** content-posting-api-reference-upload-video. */
export const InboxInit = z.object({ source_info: VideoSource })

/** content-posting-api-reference-photo-post. */
export const PhotoInit = z.object({
  media_type: z.literal('PHOTO'),
  post_mode: z.enum(['DIRECT_POST', 'MEDIA_UPLOAD']),
  is_aigc: flag,
  post_info: z.looseObject({
    privacy_level: PrivacyLevel.optional(),
    title: z.string().max(90).optional(),
    description: z.string().max(4000).optional(),
    disable_comment: flag,
    auto_add_music: flag,
    brand_content_toggle: flag,
    brand_organic_toggle: flag,
  }),
  source_info: z
    .object({
      source: z.literal('PULL_FROM_URL'),
      photo_images: z.array(z.string()).min(1).max(35),
      photo_cover_index: z.number().int().nonnegative(),
    })
    .refine((it) => it.photo_cover_index < it.photo_images.length, { path: ['photo_cover_index'] }),
})
