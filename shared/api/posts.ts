import { z } from 'zod'
import {
  CAPTION_MAX_LENGTH,
  PHOTO_DESCRIPTION_MAX_LENGTH,
  PHOTO_MAX_COUNT,
  PHOTO_TITLE_MAX_LENGTH,
  PRIVACY_LEVELS,
} from '../limits.ts'
import { POST_STATUSES } from '../post-status.ts'
import { PUBLICATION_STATUSES } from '../publication-status.ts'
import { ListQuery } from './lists.ts'

/** Text of at most `max` UTF-16 code units: too long is refused with the count, never cut. */
function textUpTo(max: number, what: string) {
  return z.string().superRefine((text, ctx) => {
    if (text.length > max)
      ctx.addIssue({
        code: 'custom',
        message: `The ${what} has ${text.length} characters; TikTok takes at most ${max}.`,
      })
  })
}

export const Caption = textUpTo(CAPTION_MAX_LENGTH, 'caption')
export const PhotoTitle = textUpTo(PHOTO_TITLE_MAX_LENGTH, 'title')
export const PhotoDescription = textUpTo(PHOTO_DESCRIPTION_MAX_LENGTH, 'description')

/** A moment, or `now`. */
export const PublishAt = z.union([z.iso.datetime({ offset: true }), z.literal('now')], {
  error: 'Give a time such as 2026-12-01T09:00:00Z, or "now".',
})

/** What becomes of a time at which TikTok has no room for an account: refused, or moved to the first free one. */
export const OnFull = z.literal('next', { error: 'Give "next", or leave it out.' })

export const PublishMode = z.enum(['direct', 'draft'])
export type PublishMode = z.infer<typeof PublishMode>

/** One account of a post, with the choices its creator made for it. */
export const Target = z
  .object({
    accountId: z.uuid(),
    mode: PublishMode,
    privacyLevel: z.enum(PRIVACY_LEVELS).optional(),
    allowComment: z.boolean().default(false),
    allowDuet: z.boolean().default(false),
    allowStitch: z.boolean().default(false),
    brandOrganic: z.boolean().default(false),
    brandContent: z.boolean().default(false),
    aiGenerated: z.boolean().default(false),
    autoAddMusic: z.boolean().default(false),
    caption: Caption.optional(),
    title: PhotoTitle.optional(),
    description: PhotoDescription.optional(),
    publishAt: PublishAt.optional(),
  })
  .superRefine((target, ctx) => {
    if (target.mode !== 'direct') return
    if (!target.privacyLevel)
      ctx.addIssue({
        code: 'custom',
        path: ['privacyLevel'],
        message: 'Choose who can see the post: a direct post has no default privacy level.',
      })
    if (target.brandContent && target.privacyLevel === 'SELF_ONLY')
      ctx.addIssue({
        code: 'custom',
        path: ['privacyLevel'],
        message: 'Branded content visibility cannot be set to private. Choose another privacy level.',
      })
  })
export type Target = z.infer<typeof Target>

export const Consent = z.object({ musicUsage: z.boolean() })

const postFields = {
  mediaIds: z.array(z.uuid()),
  caption: Caption.optional(),
  title: PhotoTitle.optional(),
  description: PhotoDescription.optional(),
  coverTimestampMs: z.number().int().min(0).optional(),
  photoCoverIndex: z
    .number()
    .int()
    .min(0)
    .max(PHOTO_MAX_COUNT - 1)
    .optional(),
  publishAt: PublishAt.optional(),
  consent: Consent.optional(),
  onFull: OnFull.optional(),
  targets: z.array(Target).max(500),
}

export const PostType = z.enum(['video', 'photo'])
export type PostType = z.infer<typeof PostType>

/** `POST /posts`. Without `publishAt` the post is a draft. */
export const CreatePost = z.object({ type: PostType, ...postFields })
export type CreatePost = z.infer<typeof CreatePost>

/** `PATCH /posts/{id}`: what is given replaces what was there. */
export const UpdatePost = z.object(postFields).partial()
export type UpdatePost = z.infer<typeof UpdatePost>

/** `POST /posts/{id}/schedule`. */
export const SchedulePost = z.object({
  publishAt: PublishAt,
  consent: Consent.optional(),
  onFull: OnFull.optional(),
})

/** `POST /posts/{id}/publish`. */
export const PublishNow = SchedulePost.omit({ publishAt: true })

export const Failure = z.object({
  code: z.string(),
  detail: z.string(),
  remedy: z.string(),
  logId: z.string().nullable().optional(),
})
export type Failure = z.infer<typeof Failure>

export const Publication = z.object({
  id: z.uuid(),
  postId: z.uuid(),
  accountId: z.uuid(),
  account: z.object({
    displayName: z.string(),
    username: z.string().nullable(),
    avatarUrl: z.string().nullable(),
  }),
  mode: PublishMode,
  status: z.enum(PUBLICATION_STATUSES),
  privacyLevel: z.string().nullable(),
  allowComment: z.boolean(),
  allowDuet: z.boolean(),
  allowStitch: z.boolean(),
  brandOrganic: z.boolean(),
  brandContent: z.boolean(),
  aiGenerated: z.boolean(),
  autoAddMusic: z.boolean(),
  caption: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  publishAt: z.iso.datetime().nullable(),
  /** When the next step is due, where it waits for a window, a cap or a retry. */
  nextStepAt: z.iso.datetime().nullable(),
  publishId: z.string().nullable(),
  /** How the media go to TikTok, once an init has gone out: a video uploaded as a file, or all fetched by TikTok from URLs. */
  source: z.enum(['file', 'url']).nullable(),
  postIds: z.array(z.string()),
  url: z.string().nullable(),
  progress: z.object({ sentBytes: z.number().int(), totalBytes: z.number().int() }),
  attempts: z.number().int(),
  failure: Failure.nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
})
export type Publication = z.infer<typeof Publication>

export const Post = z.object({
  id: z.uuid(),
  type: PostType,
  status: z.enum(POST_STATUSES),
  mediaIds: z.array(z.uuid()),
  caption: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  coverTimestampMs: z.number().int().nullable(),
  photoCoverIndex: z.number().int().nullable(),
  publishAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  publications: z.array(Publication),
})
export type Post = z.infer<typeof Post>

/** `GET /posts?status=&accountId=&from=&to=`. */
export const PostsQuery = ListQuery.extend({
  status: z.enum(POST_STATUSES).optional(),
  accountId: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type PostsQuery = z.infer<typeof PostsQuery>

/** `POST /publications/{id}/resolve`: a person says what became of an unconfirmed publication. */
export const ResolvePublication = z.object({ outcome: z.enum(['published', 'failed']) })
