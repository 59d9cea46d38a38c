import type { FastifyInstance } from 'fastify'
import { beginTask, type Source } from '../begin-task.ts'
import { chunkPlanProblem } from '../chunk-rules.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import { type Answer, ApiError } from '../envelope.ts'
import { InboxInit, PhotoInit, VideoInit, type VideoSource } from '../init-bodies.ts'
import type { AppRegistration } from '../options.ts'
import { checkDrafts, checkPrivacy, directPostBlock } from '../posting-rules.ts'
import { readJson } from '../request-params.ts'
import { authenticate, type Caller, requireScope } from '../tokens.ts'
import { isOwnedUrl } from '../url-ownership.ts'
import type { World } from '../world.ts'

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
  return beginTask(world, call, caller, {
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
  return beginTask(world, call, caller, { mode: 'draft', kind: 'video', ...sourceOf(caller.app, source_info) })
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
  return beginTask(world, call, caller, {
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

function sourceOf(app: AppRegistration, info: VideoSource): Source {
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
