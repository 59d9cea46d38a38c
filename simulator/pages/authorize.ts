import type { AuthorizeMistake, AuthorizeRequest } from '../authorize-request.ts'
import { traitOf } from '../creators.ts'
import type { Creator } from '../entities.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** login-kit-web's consent page names what each scope lets the app do. tiktok-api-scopes. */
const SCOPE_TEXTS: Record<string, string> = {
  'user.info.basic': 'Read your profile info (avatar, display name)',
  'user.info.profile': 'Read your additional profile info (bio, username, verified)',
  'user.info.stats': 'Read your engagement stats (likes, followers, videos)',
  'video.list': 'Read your public videos',
  'video.publish': 'Post content directly to your profile',
  'video.upload': 'Upload drafts to your inbox',
}

/** Step one: who are you? */
export function choosePage(request: AuthorizeRequest, creators: Creator[], lastUsername: string | null): string {
  const rows = creators.map((creator) => creatorOption(creator, creator.username === lastUsername))
  return layout(
    'Log in',
    'authorize',
    html`<section class="narrow">
<h1>Log in</h1>
<p class="muted">An app asks for access. Choose the made-up creator to continue as.</p>
<form method="get" action="/v2/auth/authorize/">
${carried(request)}
<label class="field">Search creators
<input type="search" id="search" autocomplete="off" placeholder="Name, handle or trait"></label>
<fieldset class="options"><legend class="hidden">Creator</legend>${rows}</fieldset>
<p id="nobody" class="muted" hidden>Nobody like that.</p>
<div class="actions sticky"><button class="primary" type="submit">Continue</button></div>
</form>
<script src="/assets/search.js"></script>
</section>`,
  )
}

function creatorOption(creator: Creator, isLast: boolean): Html {
  const { username, nickname } = creator
  return html`<label class="option" data-search="${`${nickname} ${username} ${traitOf(creator)}`.toLowerCase()}">
<input type="radio" name="creator" value="${username}" required ${isLast && html`checked`}>
<img src="/avatars/${username}.svg" alt="" width="44" height="44">
<span><strong>${nickname}</strong> <span class="muted">@${username}</span><br>
<small>${traitOf(creator)}${isLast && html` · <b>logged in last</b>`}</small></span></label>`
}

/** Step two: what may the app do? */
export function consentPage(request: AuthorizeRequest, creator: Creator): string {
  const { username, nickname } = creator
  const scopes = request.scopes.map((scope) => scopeOption(scope))
  const switchQuery = String(new URLSearchParams(request.params))
  return layout(
    'Authorize',
    'authorize',
    html`<section class="narrow">
<h1>Authorize <span class="wrap">${request.app.clientKey}</span></h1>
<p class="person"><img src="/avatars/${username}.svg" alt="" width="56" height="56">
<span><strong>${nickname}</strong><br><span class="muted">@${username}</span></span>
<a href="/v2/auth/authorize/?${switchQuery}">Switch account</a></p>
<form method="post" action="/v2/auth/authorize/decision">
${carried(request)}<input type="hidden" name="creator" value="${username}">
<fieldset class="options"><legend>The app will be able to</legend>${scopes}</fieldset>
<p class="muted">It returns to <span class="wrap">${request.redirectUri}</span></p>
<div class="actions">
<button type="submit" name="decision" value="cancel">Cancel</button>
<button class="primary" type="submit" name="decision" value="authorize">Authorize</button>
</div>
</form></section>`,
  )
}

function scopeOption(scope: string): Html {
  const text = html`<span><strong>${SCOPE_TEXTS[scope]}</strong><br><small class="muted">${scope}</small></span>`
  if (scope === 'user.info.basic')
    return html`<label class="option"><input type="checkbox" checked disabled><input type="hidden" name="scopes" value="${scope}">${text}</label>`
  return html`<label class="option"><input type="checkbox" name="scopes" value="${scope}" checked>${text}</label>`
}

export function mistakePage(mistake: AuthorizeMistake): string {
  return layout(
    'Something went wrong',
    'authorize',
    html`<section class="narrow">
<h1>Something went wrong</h1>
<p>The app sent a request that cannot be used. Correct this parameter and try again:</p>
<p class="mistake"><code>${mistake.parameter}</code> ${mistake.message}</p>
</section>`,
  )
}

function carried(request: AuthorizeRequest): Html[] {
  return request.params.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}
