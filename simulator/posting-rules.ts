import { privacyOptionsOf } from './creators.ts'
import type { Creator, PrivacyLevel } from './entities.ts'
import { ApiError } from './envelope.ts'
import type { AppRegistration } from './options.ts'
import { nowMsOf, type World } from './world.ts'

const DAY_MS = 24 * 3_600_000

const MESSAGES: Record<string, string> = {
  spam_risk_too_many_posts: 'The daily post cap from the API is reached for the current user.',
  spam_risk_user_banned_from_posting: 'The user is banned from making new posts.',
  spam_risk_too_many_pending_share: 'There are too many pending shares for the user within the last 24 hours.',
  reached_active_user_cap: 'The daily quota for active publishing users from your client is reached.',
  unaudited_client_can_only_post_to_private_accounts:
    'Unaudited clients can only post to a private account. The publish attempt will be blocked.',
  privacy_level_option_mismatch: 'privacy_level is not specified or not among the options from creator_info.',
}

/** content-posting-api-reference-direct-post, error codes: all of these are 403. */
function forbidden(code: string): ApiError {
  return new ApiError(403, code, MESSAGES[code] ?? 'Please review our integration guidelines.')
}

/** Why this creator cannot post directly right now; creator_info tells the same with HTTP 200. */
export function directPostBlock(world: World, app: AppRegistration, creator: Creator): ApiError | null {
  if (creator.settings.isBanned) return forbidden('spam_risk_user_banned_from_posting')
  if (hasPostedEnough(world, creator.creatorId, postsOnTheWay(world, creator.creatorId)))
    return forbidden('spam_risk_too_many_posts')
  return isOverActiveCreators(world, app, creator) ? forbidden('reached_active_user_cap') : null
}

/** content-sharing-guidelines and the Direct Post audit: what an unaudited app may do, and to whom. */
export function checkPrivacy(app: AppRegistration, creator: Creator, privacyLevel: PrivacyLevel): void {
  if (!privacyOptionsOf(creator.settings).includes(privacyLevel)) throw forbidden('privacy_level_option_mismatch')
  if (!app.audited && (privacyLevel !== 'SELF_ONLY' || !creator.settings.isPrivate))
    throw forbidden('unaudited_client_can_only_post_to_private_accounts')
}

/** content-posting-api-reference-upload-video: at most 5 pending shares in 24 hours. */
export function checkDrafts(world: World, creator: Creator): void {
  if (creator.settings.isBanned) throw forbidden('spam_risk_user_banned_from_posting')
  const sinceMs = nowMsOf(world) - DAY_MS
  const pending = world.state.tasks
    .ownedBy(creator.creatorId)
    .filter((it) => it.mode === 'draft' && it.createdAtMs > sinceMs)
    .filter(
      (it) => it.phase === 'processing' || it.phase === 'inbox' || (it.phase === 'receiving' && it.source === 'url'),
    )
  if (pending.length >= world.limits.pendingDrafts) throw forbidden('spam_risk_too_many_pending_share')
}

/** Whether the creator's direct posts of the last 24 hours, of all apps, use up the cap. */
export function hasPostedEnough(world: World, creatorId: string, alsoOnTheWay = 0): boolean {
  if (world.state.creators.get(creatorId)?.settings.hasPostedTooMuch) return true
  const sinceMs = nowMsOf(world) - DAY_MS
  const posted = world.state.posts.ownedBy(creatorId).filter((it) => it.mode === 'direct' && it.publishedAtMs > sinceMs)
  return posted.length + alsoOnTheWay >= world.limits.directPostsPerDay
}

/** What is handed over and not yet posted; an init whose upload never ended counts nothing. */
function postsOnTheWay(world: World, creatorId: string): number {
  return world.state.tasks
    .ownedBy(creatorId)
    .filter((it) => it.mode === 'direct')
    .filter((it) => it.phase === 'processing' || (it.phase === 'receiving' && it.source === 'url')).length
}

function isOverActiveCreators(world: World, app: AppRegistration, creator: Creator): boolean {
  const allowed = app.audited ? world.limits.auditedCreatorsPerDay : world.limits.unauditedCreatorsPerDay
  if (world.state.tasks.size() < allowed) return false
  const sinceMs = nowMsOf(world) - DAY_MS
  const active = new Set(
    world.state.tasks
      .values()
      .filter((it) => it.clientKey === app.clientKey && it.mode === 'direct' && it.createdAtMs > sinceMs)
      .map((it) => it.creatorId),
  )
  return !active.has(creator.creatorId) && active.size >= allowed
}
