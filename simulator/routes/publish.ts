import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { privacyOptionsOf } from '../creators.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import type { Task } from '../entities.ts'
import { type Answer, ApiError, envelope } from '../envelope.ts'
import { directPostBlock } from '../posting-rules.ts'
import { failTask } from '../publish-life.ts'
import { readJson } from '../request-params.ts'
import { authenticate } from '../tokens.ts'
import type { World } from '../world.ts'

const POSTING_SCOPES = ['video.publish', 'video.upload']

const PublishIdBody = z.object({ publish_id: z.string() })

/** content-posting-api-reference-query-creator-info, -get-video-status and cancel. */
export function addPublishRoutes(app: FastifyInstance, world: World): void {
  const post = { method: 'POST', shape: 'envelope' } as const
  addEndpoint(app, world, {
    ...post,
    name: 'creator_info',
    path: '/v2/post/publish/creator_info/query/',
    act: (call) => creatorInfo(world, call),
  })
  addEndpoint(app, world, {
    ...post,
    name: 'status',
    path: '/v2/post/publish/status/fetch/',
    act: (call) => envelope(statusOf(world, findTask(world, call, 'status')), call.logId),
  })
  addEndpoint(app, world, {
    ...post,
    name: 'cancel',
    path: '/v2/post/publish/cancel/',
    act: (call) => cancel(world, call),
  })
}

function creatorInfo(world: World, call: Call): Answer {
  const { token, app, creator } = authenticate(world, call.request.headers.authorization, ['video.publish'])
  world.rateLimits.take('creator_info', token.openId)
  readJson(call, z.unknown(), 'invalid_param')
  const block = directPostBlock(world, app, creator)
  if (block) throw new ApiError(200, block.code, block.message)
  const { settings } = creator
  const data = {
    creator_avatar_url: `${call.origin}/avatars/${creator.username}.svg`,
    creator_username: creator.username,
    creator_nickname: creator.nickname,
    privacy_level_options: privacyOptionsOf(settings),
    comment_disabled: settings.commentDisabled,
    duet_disabled: settings.duetDisabled || settings.isPrivate,
    stitch_disabled: settings.stitchDisabled || settings.isPrivate,
    max_video_post_duration_sec: settings.maxVideoDurationSec,
  }
  return envelope(data, call.logId)
}

function findTask(world: World, call: Call, endpoint: 'status' | 'cancel'): Task {
  const { token } = authenticate(world, call.request.headers.authorization, POSTING_SCOPES)
  world.rateLimits.take(endpoint, token.openId)
  const task = world.state.tasks.get(readJson(call, PublishIdBody, 'invalid_param').publish_id)
  if (!task) throw new ApiError(400, 'invalid_publish_id', 'The publish_id does not exist.')
  if (task.openId !== token.openId)
    throw new ApiError(
      400,
      'token_not_authorized_for_specified_publish_id',
      'The access_token was not authorized for the publish_id.',
    )
  return task
}

function statusOf(world: World, task: Task): object {
  const receivedBytes = task.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const transferred =
    task.source === 'file'
      ? { uploaded_bytes: task.upload?.receivedBytes ?? 0 }
      : { downloaded_bytes: world.pulls.downloadedBytes(task.publishId) ?? receivedBytes }
  return {
    status: statusWord(task),
    ...(task.failReason !== null && { fail_reason: task.failReason }),
    publicaly_available_post_id: task.postIds
      .filter((postId) => world.state.posts.get(postId)?.isPublic)
      .map((postId) => BigInt(postId)),
    ...transferred,
  }
}

function statusWord({ phase, source }: Task): string {
  if (phase === 'receiving' || phase === 'processing')
    return source === 'file' ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD'
  const words = { inbox: 'SEND_TO_USER_INBOX', discarded: 'SEND_TO_USER_INBOX', complete: 'PUBLISH_COMPLETE' }
  return phase === 'failed' ? 'FAILED' : words[phase]
}

function cancel(world: World, call: Call): Answer {
  const task = findTask(world, call, 'cancel')
  if (task.source !== 'url' || task.phase !== 'receiving')
    throw new ApiError(400, 'publish_not_cancellable', 'The publish task can no longer be cancelled.')
  world.pulls.stop(task.publishId)
  failTask(world, task.publishId, 'publish_cancelled')
  return envelope({}, call.logId)
}
