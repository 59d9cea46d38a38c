import type { MediaFile, Post, PrivacyLevel, Task } from './entities.ts'
import { hasPostedEnough } from './posting-rules.ts'
import type { WebhookEvent } from './webhooks.ts'
import { nowMsOf, type World } from './world.ts'

/** Everything has arrived: processing begins, and ends by the clock. */
export function startProcessing(world: World, task: Task, files: MediaFile[], mediaFault: string | null): void {
  const megabytes = files.reduce((sum, file) => sum + file.sizeBytes, 0) / 1_000_000
  const processingMs = world.timing.processingMs + world.timing.processingMsPerMb * megabytes
  world.agenda.drop(`limit:${task.publishId}`)
  const dueAtMs = nowMsOf(world) + Math.ceil(processingMs)
  planFinish(world, world.state.tasks.put({ ...task, phase: 'processing', files, mediaFault, dueAtMs }))
}

function planFinish(world: World, task: Task): void {
  if (task.dueAtMs !== null)
    world.agenda.set(`task:${task.publishId}`, task.dueAtMs, () => finish(world, task.publishId))
}

function finish(world: World, publishId: string): void {
  const task = world.state.tasks.get(publishId)
  if (task?.phase !== 'processing') return
  const fault = world.faults.take({ endpoint: 'processing', openId: task.openId, publishId })
  if (fault?.delayMs !== undefined) {
    planFinish(world, world.state.tasks.put({ ...task, dueAtMs: nowMsOf(world) + fault.delayMs }))
    return
  }
  if (fault?.isStuck || settingsOf(world, task)?.isStuck) return
  const reason = fault?.failReason ?? failReasonOf(world, task)
  if (reason !== null) failTask(world, publishId, reason)
  else if (task.mode === 'draft') deliverDraft(world, task)
  else publish(world, task, { caption: task.title, privacyLevel: task.privacyLevel ?? 'SELF_ONLY' })
}

/** reference-get-video-status, `fail_reason`. */
function failReasonOf(world: World, task: Task): string | null {
  if (task.mediaFault !== null) return task.mediaFault
  const settings = settingsOf(world, task)
  if (settings?.isBanned) return 'spam_risk_user_banned_from_posting'
  if (task.mode === 'draft') return null
  if (settings?.hasRiskyCaptions) return 'spam_risk_text'
  return hasPostedEnough(world, task.creatorId) ? 'spam_risk_too_many_posts' : null
}

/** Ends a task that has not ended yet. */
export function failTask(world: World, publishId: string, reason: string): void {
  const task = world.state.tasks.get(publishId)
  if (task?.phase !== 'receiving' && task?.phase !== 'processing') return
  world.agenda.drop(`limit:${publishId}`)
  world.agenda.drop(`task:${publishId}`)
  world.state.tasks.put({ ...task, phase: 'failed', failReason: reason, dueAtMs: null })
  tell(world, task, 'post.publish.failed', { reason })
}

function deliverDraft(world: World, task: Task): void {
  world.state.tasks.put({ ...task, phase: 'inbox', dueAtMs: null })
  tell(world, task, 'post.publish.inbox_delivered')
}

type Publication = { caption: string; privacyLevel: PrivacyLevel }

/** The creator finishes a draft in "the TikTok app". False when there is no such draft. */
export function postDraft(world: World, publishId: string, publication: Publication): boolean {
  const task = world.state.tasks.get(publishId)
  if (task?.phase !== 'inbox') return false
  publish(world, task, publication)
  return true
}

export function discardDraft(world: World, publishId: string): boolean {
  const task = world.state.tasks.get(publishId)
  if (task?.phase !== 'inbox') return false
  world.state.tasks.put({ ...task, phase: 'discarded' })
  return true
}

function publish(world: World, task: Task, { caption, privacyLevel }: Publication): void {
  const isForEveryone = privacyLevel === 'PUBLIC_TO_EVERYONE' && !settingsOf(world, task)?.isUnderReview
  const publishedAtMs = freeMoment(world, task.creatorId, task.dueAtMs ?? nowMsOf(world))
  const post = world.state.posts.put({
    postId: world.ids.postId(),
    publishId: task.publishId,
    clientKey: task.clientKey,
    creatorId: task.creatorId,
    openId: task.openId,
    username: world.state.creators.get(task.creatorId)?.username ?? '',
    kind: task.kind,
    mode: task.mode,
    privacyLevel,
    caption,
    description: task.description,
    postInfo: task.postInfo,
    files: task.files,
    sizeBytes: task.files.reduce((sum, file) => sum + file.sizeBytes, 0),
    sha256: task.files[0]?.sha256 ?? '',
    publishedAtMs,
    isPublic: false,
    moderationDueAtMs: isForEveryone ? publishedAtMs + world.timing.moderationMs : null,
  })
  world.state.tasks.put({ ...task, phase: 'complete', dueAtMs: null, postIds: [...task.postIds, post.postId] })
  tell(world, task, 'post.publish.complete')
  planModeration(world, post)
}

/** Cursors of video/list are milliseconds, so no two posts of a creator share one. */
function freeMoment(world: World, creatorId: string, atMs: number): number {
  const taken = world.state.posts.ownedBy(creatorId)
  return Math.max(atMs, ...taken.map((post) => post.publishedAtMs + 1))
}

function planModeration(world: World, post: Post): void {
  if (post.moderationDueAtMs === null) return
  world.agenda.set(`post:${post.postId}`, post.moderationDueAtMs, () => setPostPublic(world, post.postId, true))
}

/** Moderation has passed, or the creator changed who may see the post. */
export function setPostPublic(world: World, postId: string, isPublic: boolean): boolean {
  const post = world.state.posts.get(postId)
  if (!post) return false
  world.agenda.drop(`post:${postId}`)
  world.state.posts.put({ ...post, isPublic, moderationDueAtMs: null })
  const task = world.state.tasks.get(post.publishId)
  if (!task || post.isPublic === isPublic) return true
  const event = isPublic ? 'post.publish.publicly_available' : 'post.publish.no_longer_publicaly_available'
  tell(world, task, event, { post_id: postId })
  return true
}

/** After a restart: what was under way goes on. */
export function resumeLife(world: World): void {
  for (const task of world.state.tasks.values()) {
    if (task.phase === 'processing') planFinish(world, task)
    if (task.phase === 'receiving' && task.source === 'url') world.pulls.start(task)
  }
  for (const post of world.state.posts.values()) planModeration(world, post)
}

function settingsOf(world: World, task: Task) {
  return world.state.creators.get(task.creatorId)?.settings
}

function tell(world: World, task: Task, event: WebhookEvent, more: Record<string, unknown> = {}): void {
  const publishType = task.mode === 'draft' ? 'INBOX_SHARE' : 'DIRECT_PUBLISH'
  const content = { publish_id: task.publishId, publish_type: publishType, ...more }
  world.webhooks.send({ clientKey: task.clientKey, openId: task.openId, event, content })
}
