import { traitOf } from '../creators.ts'
import type { Creator, CreatorSettings, Post } from '../entities.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { postCard } from './post-card.ts'

export function creatorsPage(creators: Creator[], connected: Set<string>): string {
  const rows = creators.map(
    (creator) => html`<li><a class="option" href="/@${creator.username}">
<img src="/avatars/${creator.username}.svg" alt="" width="44" height="44">
<span><strong>${creator.nickname}</strong> <span class="muted">@${creator.username}</span><br>
<small>${traitOf(creator)}</small></span>
${connected.has(creator.creatorId) && html`<span class="tag good">connected</span>`}</a></li>`,
  )
  return layout('Creators', 'creators', html`<h1>Creators</h1><ul class="options people">${rows}</ul>`)
}

const SWITCHES: [keyof CreatorSettings, string][] = [
  ['isPrivate', 'Private account'],
  ['commentDisabled', 'Comments off'],
  ['duetDisabled', 'Duet off'],
  ['stitchDisabled', 'Stitch off'],
  ['isBanned', 'Banned from posting'],
  ['hasPostedTooMuch', 'Too many posts today'],
  ['isUnderReview', 'Posts stay under review'],
  ['isStuck', 'Posts get stuck in processing'],
  ['hasRiskyCaptions', 'Captions are judged risky'],
  ['hasOldApp', 'TikTok app too old for photo drafts'],
  ['isOutsideSandbox', 'Not a target user of the sandbox'],
  ['isDeleted', 'Account deleted'],
]

export function profilePage(creator: Creator, posts: Post[], openId: string | null): string {
  const { username, nickname, bio, settings } = creator
  return layout(
    nickname,
    null,
    html`<section class="profile"><img src="/avatars/${username}.svg" alt="" width="96" height="96">
<div><h1>${nickname}</h1><p class="muted">@${username} · ${traitOf(creator)}</p><p>${bio}</p></div></section>
<details class="card"><summary>Settings of this creator</summary>
<form id="settings" data-url="/_simulator/creators/${username}">
<div class="switches">${SWITCHES.map(([name, text]) => switchOf(name, text, settings[name] === true))}
<label class="field">Longest video in seconds
<input type="number" name="maxVideoDurationSec" min="1" value="${settings.maxVideoDurationSec}"></label></div>
<div class="actions"><span role="status" id="saved" class="muted"></span><button class="primary">Save</button></div>
</form>
${openId !== null && accessButtons(openId)}</details>
<h2>${posts.length === 1 ? '1 post' : `${posts.length} posts`}</h2>
${posts.map((post) => postCard(post, nickname))}
${posts.length === 0 && html`<p class="empty">Nothing posted yet.</p>`}
<script src="/assets/settings.js"></script><script src="/assets/buttons.js"></script>`,
  )
}

/** What the creator does in the TikTok app under "Manage app permissions", and time. */
function accessButtons(openId: string): Html {
  const body = JSON.stringify({ openId })
  return html`<h2>Access of the app</h2><p class="row">
<button data-method="POST" data-url="/_simulator/revoke" data-body="${body}">Remove access</button>
<button data-method="POST" data-url="/_simulator/expire-tokens" data-body="${body}">Expire access tokens</button></p>`
}

function switchOf(name: string, text: string, isOn: boolean): Html {
  return html`<label class="switch"><input type="checkbox" name="${name}" ${isOn && html`checked`}> ${text}</label>`
}
