import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { chunkPlanProblem } from '../chunk-rules.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import { PrivacyLevel, type Task } from '../entities.ts'
import { type Answer, ApiError, envelope } from '../envelope.ts'
import type { AppRegistration } from '../options.ts'
import { checkDrafts, checkPrivacy, directPostBlock } from '../posting-rules.ts'
import { readJson } from '../request-params.ts'
import { authenticate, type Caller, requireScope } from '../tokens.ts'
import { publishIdPrefix, uploadUrlOf } from '../upload-url.ts'
import { isOwnedUrl } from '../url-ownership.ts'
import { nowMsOf, type World } from '../world.ts'

const int64 = z.number().int()
const flag = z.boolean().optional()

const VideoSource = z.discriminatedUnion('source', [
  z.object({ source: z.literal('FILE_UPLOAD'), video_size: int64, chunk_size: int64, total_chunk_count: int64 }),
  z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.string() }),
])

/** content-posting-api-reference-direct-post. Text is counted in UTF-16 code units. */
const VideoInit = z.object({
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
const InboxInit = z.object({ source_info: VideoSource })

/** content-posting-api-reference-photo-post. */
const PhotoInit = z.object({
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

export function addPublishInitRoutes(app: FastifyInstance, world: World): void {
  const post = { method: 'POST', shape: 'envelope' } as const
  addEndpoint(app, world, {
    ...post,
    name: 'video_init',
    path: '/v2/post/publish/video/init/',
    act: (call) => initVideo(world, call),
  })
  addEndpoint(app, world, {
    ...post,
    name: 'inbox_init',
    path: '/v2/post/publish/inbox/video/init/',
    act: (call) => initInboxVideo(world, call),
  })
  addEndpoint(app, world, {
    ...post,
    name: 'photo_init',
    path: '/v2/post/publish/content/init/',
    act: (call) => initPhoto(world, call),
  })
}

function initVideo(world: World, call: Call): Answer {
  const caller = admit(world, call, 'video_init', 'video.publish')
  const { post_info, source_info } = readJson(call, VideoInit, 'invalid_param')
  const block = directPostBlock(world, caller.app, caller.creator)
  if (block) throw block
  checkPrivacy(caller.app, caller.creator, post_info.privacy_level)
  const about = { title: post_info.title ?? '', privacyLevel: post_info.privacy_level, postInfo: post_info }
  return begin(world, call, caller, {
    mode: 'direct',
    kind: 'video',
    ...about,
    ...sourceOf(caller.app, source_info),
  })
}

function initInboxVideo(world: World, call: Call): Answer {
  const caller = admit(world, call, 'inbox_init', 'video.upload')
  const { source_info } = readJson(call, InboxInit, 'invalid_param')
  checkDrafts(world, caller.creator)
  return begin(world, call, caller, { mode: 'draft', kind: 'video', ...sourceOf(caller.app, source_info) })
}

function initPhoto(world: World, call: Call): Answer {
  const caller = admit(world, call, 'photo_init', 'video.publish', 'video.upload')
  const { post_mode, post_info, source_info, is_aigc } = readJson(call, PhotoInit, 'invalid_param')
  const mode = post_mode === 'DIRECT_POST' ? 'direct' : 'draft'
  const { token, app, creator } = caller
  requireScope(token, mode === 'direct' ? 'video.publish' : 'video.upload')
  if (mode === 'direct') {
    const block = directPostBlock(world, app, creator)
    if (block) throw block
    if (!post_info.privacy_level) throw new ApiError(400, 'invalid_param', 'post_info.privacy_level is required.')
    checkPrivacy(app, creator, post_info.privacy_level)
  } else {
    if (creator.settings.hasOldApp)
      throw new ApiError(400, 'app_version_check_failed', 'The TikTok app must be 31.8 or newer.')
    checkDrafts(world, creator)
  }
  for (const url of source_info.photo_images) checkOwnership(app, url)
  return begin(world, call, caller, {
    mode,
    kind: 'photo',
    source: 'url',
    urls: source_info.photo_images,
    title: post_info.title ?? '',
    description: post_info.description ?? '',
    privacyLevel: post_info.privacy_level ?? null,
    postInfo: { ...post_info, is_aigc, photo_cover_index: source_info.photo_cover_index },
  })
}

type InitName = 'video_init' | 'inbox_init' | 'photo_init'

function admit(world: World, call: Call, name: InitName, ...anyOfScopes: string[]): Caller {
  const caller = authenticate(world, call.request.headers.authorization, anyOfScopes)
  world.rateLimits.take(name, caller.token.openId)
  return caller
}

type Source = { source: 'file'; chunks: { videoSize: number; chunkSize: number; chunkCount: number } } | PullSource
type PullSource = { source: 'url'; urls: string[] }

function sourceOf(app: AppRegistration, info: z.infer<typeof VideoSource>): Source {
  if (info.source === 'PULL_FROM_URL') {
    checkOwnership(app, info.video_url)
    return { source: 'url', urls: [info.video_url] }
  }
  const chunks = { videoSize: info.video_size, chunkSize: info.chunk_size, chunkCount: info.total_chunk_count }
  const problem = chunkPlanProblem(chunks)
  if (problem !== null) throw new ApiError(400, 'invalid_params', problem)
  return { source: 'file', chunks }
}

function checkOwnership(app: AppRegistration, url: string): void {
  if (isOwnedUrl(url, app.verifiedUrls ?? [])) return
  throw new ApiError(403, 'url_ownership_unverified', 'Please verify the ownership of the URL properties.')
}

type Beginning = Pick<Task, 'mode' | 'kind'> &
  Partial<Pick<Task, 'title' | 'description' | 'privacyLevel' | 'postInfo'>> &
  Source

function begin(world: World, call: Call, { token }: Caller, beginning: Beginning): Answer {
  const nowMs = nowMsOf(world)
  const task = world.state.tasks.put({
    publishId: world.ids.publishId(publishIdPrefix(beginning)),
    clientKey: token.clientKey,
    creatorId: token.creatorId,
    openId: token.openId,
    mode: beginning.mode,
    kind: beginning.kind,
    source: beginning.source,
    phase: 'receiving',
    failReason: null,
    mediaFault: null,
    createdAtMs: nowMs,
    dueAtMs: null,
    title: beginning.title ?? '',
    description: beginning.description ?? '',
    privacyLevel: beginning.privacyLevel ?? null,
    postInfo: beginning.postInfo ?? {},
    upload:
      beginning.source === 'url'
        ? null
        : {
            ...beginning.chunks,
            uploadToken: world.ids.uploadToken(),
            expiresAtMs: nowMs + world.timing.uploadUrlLifetimeMs,
            receivedBytes: 0,
          },
    urls: beginning.source === 'url' ? beginning.urls : [],
    files: [],
    postIds: [],
  })
  call.facts.publishId = task.publishId
  if (task.source === 'url') world.pulls.start(task)
  const upload = task.upload ? { upload_url: uploadUrlOf(call.origin, task) } : {}
  return envelope({ publish_id: task.publishId, ...upload }, call.logId)
}
