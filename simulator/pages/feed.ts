import type { Creator, Post, Task } from '../entities.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { postCard, sizeOf, timeOf } from './post-card.ts'

type FeedPage = {
  posts: Post[]
  /** Not posted (yet): on the way or failed. */
  tasks: Task[]
  nicknameOf: (creatorId: string) => string
  olderUrl: string | null
  version: string
}

export function feedPage({ posts, tasks, nicknameOf, olderUrl, version }: FeedPage): string {
  return layout(
    'Feed',
    'feed',
    html`<div data-version="${version}" id="feed">
<h1>Feed</h1>
<p><button id="reload" class="primary" hidden>Something new: show it</button></p>
${tasks.length > 0 && html`<section class="card"><h2>Not posted</h2><ul class="tasks">${tasks.map((task) => taskRow(task, nicknameOf(task.creatorId)))}</ul></section>`}
${posts.map((post) => postCard(post, nicknameOf(post.creatorId)))}
${posts.length === 0 && html`<p class="empty">Nothing has been posted yet. What an app publishes appears here.</p>`}
${olderUrl !== null && html`<p class="actions"><a class="button" href="${olderUrl}">Older posts</a></p>`}
</div>
<script src="/assets/live.js"></script>`,
  )
}

function taskRow(task: Task, nickname: string): Html {
  const { upload } = task
  const progress = upload && task.phase === 'receiving'
  return html`<li><strong>${nickname}</strong> ${task.kind}, ${task.mode}
<span class="${task.phase === 'failed' ? 'tag bad' : 'tag'}">${task.phase}${task.failReason && `: ${task.failReason}`}</span>
${progress && html`<progress max="${upload.videoSize}" value="${upload.receivedBytes}"></progress> ${sizeOf(upload.receivedBytes)} of ${sizeOf(upload.videoSize)}`}
<small class="muted">${timeOf(task.createdAtMs)}</small></li>`
}

export function postPage(post: Post, creator: Creator): string {
  return layout(post.caption || 'Post', null, postCard(post, creator.nickname))
}

export function missingPage(): string {
  return layout('Not found', null, html`<h1>Not here</h1><p>There is no such page in this simulator.</p>`)
}
