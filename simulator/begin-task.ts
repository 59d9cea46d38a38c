import type { ChunkPlan } from './chunk-rules.ts'
import type { Call } from './endpoint.ts'
import type { Task } from './entities.ts'
import { type Answer, envelope } from './envelope.ts'
import type { Caller } from './tokens.ts'
import { publishIdPrefix, uploadUrlOf } from './upload-url.ts'
import { nowMsOf, type World } from './world.ts'

export type Source = { source: 'file'; chunks: ChunkPlan } | { source: 'url'; urls: string[] }

type Beginning = Pick<Task, 'mode' | 'kind'> &
  Partial<Pick<Task, 'title' | 'description' | 'privacyLevel' | 'postInfo'>> &
  Source

/** From here on there is a publish_id; a pull starts at once, a file waits for its bytes. */
export function beginTask(world: World, call: Call, { token }: Caller, beginning: Beginning): Answer {
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
