import type { World } from './world.ts'

/** What `GET /_simulator/state` shows: what was received and what became of it. No tokens. */
export function snapshot({ state, pulls }: World) {
  return {
    posts: state.posts.values().map((post) => ({
      postId: post.postId,
      publishId: post.publishId,
      openId: post.openId,
      username: post.username,
      kind: post.kind,
      mode: post.mode,
      privacyLevel: post.privacyLevel,
      caption: post.caption,
      description: post.description,
      postInfo: post.postInfo,
      files: post.files,
      sizeBytes: post.sizeBytes,
      sha256: post.sha256,
      publishedAt: new Date(post.publishedAtMs).toISOString(),
      public: post.isPublic,
    })),
    uploads: state.tasks.values().map((task) => ({
      publishId: task.publishId,
      openId: task.openId,
      username: state.creators.get(task.creatorId)?.username ?? '',
      kind: task.kind,
      mode: task.mode,
      source: task.source,
      phase: task.phase,
      failReason: task.failReason,
      totalBytes: task.upload?.videoSize ?? null,
      receivedBytes: task.upload?.receivedBytes ?? pulls.downloadedBytes(task.publishId),
      createdAt: new Date(task.createdAtMs).toISOString(),
    })),
    calls: state.calls.counts(),
    codes: state.calls.codes(),
    webhooksWaiting: state.deliveries.values().length,
  }
}
