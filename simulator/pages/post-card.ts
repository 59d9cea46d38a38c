import type { MediaFile, Post, PrivacyLevel } from '../entities.ts'
import { type Html, html } from './html.ts'

const PRIVACY_WORDS: Record<PrivacyLevel, string> = {
  PUBLIC_TO_EVERYONE: 'Everyone',
  MUTUAL_FOLLOW_FRIENDS: 'Friends',
  FOLLOWER_OF_CREATOR: 'Followers',
  SELF_ONLY: 'Only me',
}

const FLAG_WORDS: Record<string, string> = {
  disable_comment: 'comments off',
  disable_duet: 'duet off',
  disable_stitch: 'stitch off',
  brand_content_toggle: 'Paid partnership',
  brand_organic_toggle: 'Promotional content',
  is_aigc: 'Creator labeled as AI-generated',
  auto_add_music: 'music added',
}

/** One post as it was received, with everything that the app said about it. */
export function postCard(post: Post, nickname: string): Html {
  return html`<article class="card post" id="post-${post.postId}">
${mediaOf(post)}
<div class="about">
<p class="person"><a href="/@${post.username}"><img src="/avatars/${post.username}.svg" alt="" width="44" height="44"></a>
<span><a href="/@${post.username}"><strong>${nickname}</strong></a><br><span class="muted">@${post.username}</span></span></p>
${post.caption ? html`<p class="caption">${post.caption}</p>` : html`<p class="caption muted">No caption</p>`}
${post.description && html`<p class="description">${post.description}</p>`}
<p class="tags">${tagsOf(post).map((tag) => html`<span class="tag">${tag}</span>`)}</p>
<dl>
<dt>Posted</dt><dd><time datetime="${isoOf(post.publishedAtMs)}">${timeOf(post.publishedAtMs)}</time></dd>
<dt>Size</dt><dd>${sizeOf(post.sizeBytes)}${pictureOf(post.files[0])}</dd>
<dt>SHA-256</dt><dd><code>${post.sha256}</code></dd>
<dt>Post id</dt><dd><a href="/@${post.username}/${post.kind}/${post.postId}"><code>${post.postId}</code></a></dd>
<dt>publish_id</dt><dd><code>${post.publishId}</code></dd>
</dl>
</div>
</article>`
}

type Shown = Pick<Post, 'publishId' | 'kind' | 'files' | 'postInfo'>

export function mediaOf({ publishId, kind, files, postInfo }: Shown): Html {
  const urls = files.map((_, index) => `/media/${encodeURIComponent(publishId)}/${index}`)
  if (kind === 'video')
    return html`<div class="media"><video controls playsinline preload="metadata" src="${urls[0]}"></video></div>`
  const photos = urls.map(
    (url, index) => html`<figure><img src="${url}" alt="Photo ${index + 1} of ${urls.length}" loading="lazy">
<figcaption>${index + 1} of ${urls.length}${index === postInfo.photo_cover_index && ' · cover'}</figcaption></figure>`,
  )
  return html`<div class="media photos" tabindex="0" role="group" aria-label="${urls.length} photos">${photos}</div>`
}

export function timeOf(atMs: number): string {
  return `${isoOf(atMs).slice(0, 19).replace('T', ' ')} UTC`
}

export function sizeOf(sizeBytes: number): string {
  return sizeBytes < 1_000_000 ? `${Math.ceil(sizeBytes / 1000)} kB` : `${(sizeBytes / 1_000_000).toFixed(1)} MB`
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString()
}

function tagsOf(post: Post): string[] {
  const flags = Object.entries(FLAG_WORDS).flatMap(([flag, words]) => (post.postInfo[flag] === true ? [words] : []))
  return [
    PRIVACY_WORDS[post.privacyLevel],
    ...(post.isPublic ? ['public'] : post.privacyLevel === 'PUBLIC_TO_EVERYONE' ? ['in moderation'] : []),
    ...(post.mode === 'draft' ? ['finished from the inbox'] : []),
    ...(post.kind === 'photo' ? [`${post.files.length} photos`] : []),
    ...flags,
  ]
}

function pictureOf(file: MediaFile | undefined): string {
  const seconds = file?.durationMs ? `, ${(file.durationMs / 1000).toFixed(1)} s` : ''
  return `${file?.width && file.height ? `, ${file.width}×${file.height}` : ''}${seconds}`
}
