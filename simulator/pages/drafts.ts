import { privacyOptionsOf } from '../creators.ts'
import type { Creator, Task } from '../entities.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { mediaOf, timeOf } from './post-card.ts'

/** The inboxes of all creators: what an app sent as a draft and a person has yet to finish. */
export function draftsPage(drafts: { task: Task; creator: Creator }[]): string {
  return layout(
    'Drafts',
    'drafts',
    html`<h1>Drafts</h1><p class="muted">What apps sent to the inbox. Finish a draft as the creator would in the TikTok app.</p>
${drafts.map(({ task, creator }) => draftCard(task, creator))}
${drafts.length === 0 && html`<p class="empty">No drafts are waiting.</p>`}`,
  )
}

function draftCard(task: Task, creator: Creator): Html {
  const options = privacyOptionsOf(creator.settings).map((level) => html`<option>${level}</option>`)
  return html`<article class="card post">${mediaOf(task)}
<div class="about"><p class="person"><img src="/avatars/${creator.username}.svg" alt="" width="44" height="44">
<span><strong>${creator.nickname}</strong><br><span class="muted">@${creator.username} · ${timeOf(task.createdAtMs)}</span></span></p>
<form method="post" action="/drafts/${encodeURIComponent(task.publishId)}">
<label class="field">Caption<textarea name="caption" rows="3" maxlength="2200">${task.title}</textarea></label>
<label class="field">Who can watch<select name="privacy_level">${options}</select></label>
<div class="actions"><button name="decision" value="discard">Discard</button>
<button class="primary" name="decision" value="post">Post</button></div></form></div></article>`
}
