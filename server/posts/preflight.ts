import type { Failure } from '#shared/api/posts.ts'
import type { CreatorInfo } from '#tiktok/client.ts'
import { updateAccount } from '../accounts/accounts-store.ts'
import { capabilitiesOf } from '../accounts/capabilities.ts'
import { fetchCreatorInfo } from '../accounts/creator-info.ts'
import type { Context } from '../context.ts'
import { publicFileOf } from '../media/public-file.ts'
import type { Decision } from './decision.ts'
import { videoOf, type Work } from './work.ts'

/** Are the stored choices still allowed? What no longer fits is held and never changed silently. */
export async function preflight(ctx: Context, work: Work): Promise<Decision> {
  const missing = missingScope(work)
  if (missing) return { kind: 'hold', failure: missing }
  const unreadable = await unreadableMedia(ctx, work)
  if (unreadable) return { kind: 'retry', failure: unreadable }
  if (work.publication.mode === 'draft') return { kind: 'continue' }

  const creator = await fetchCreatorInfo(ctx, work.account)
  if (!work.account.username) await updateAccount(ctx.db, work.account.id, { username: creator.username })
  const failure = choicesRefused(ctx, work, creator)
  return failure ? { kind: 'hold', failure } : { kind: 'continue' }
}

/** Before TikTok hears of it: a disk that is not mounted, a file that somebody deleted. */
async function unreadableMedia(ctx: Context, { media, publication }: Work): Promise<Failure | null> {
  for (const item of media)
    try {
      for await (const _ of ctx.storage.read(publicFileOf(item).storageKey, { firstByte: 0, lastByte: 0 })) break
    } catch (err) {
      ctx.log.error({ err, publicationId: publication.id, mediaId: item.id }, 'A file of a publication cannot be read')
      const detail = `${item.fileName} cannot be read from the media storage.`
      return { code: 'media_unreadable', detail, remedy: 'Check the storage, or upload the file again.' }
    }
  return null
}

function missingScope({ account, publication }: Work): Failure | null {
  const { directPost, draft } = capabilitiesOf(account.scopes)
  if (publication.mode === 'direct' ? directPost : draft) return null
  return {
    code: 'scope_missing',
    detail: `The account did not grant ${publication.mode === 'direct' ? 'video.publish' : 'video.upload'}.`,
    remedy: 'Reconnect the account and leave every permission ticked; the post goes on by itself.',
  }
}

function choicesRefused(ctx: Context, work: Work, creator: CreatorInfo): Failure | null {
  const { publication } = work
  const remedy = 'Choose again for this account; the post goes on with it.'
  const refused = (code: string, detail: string) => ({ code, detail, remedy, logId: creator.logId })

  if (!publication.privacyLevel || !creator.privacyLevelOptions.includes(publication.privacyLevel))
    return refused(
      'privacy_not_offered',
      `${creator.nickname} can no longer post with the privacy ${publication.privacyLevel}. Offered now: ${creator.privacyLevelOptions.join(', ')}.`,
    )
  if (!ctx.config.tiktok.isAudited && publication.privacyLevel !== 'SELF_ONLY')
    return refused('app_not_audited', 'Until TikTok has audited this app it takes posts for "Only me" alone.')
  if (publication.brandContent && publication.privacyLevel === 'SELF_ONLY')
    return refused('branded_content_private', 'Branded content visibility cannot be set to private.')
  // Duets, stitches and the longest duration are of videos (content-posting-api-reference-query-creator-info).
  const isVideo = work.post.type === 'video'
  const disabled = [
    publication.allowComment && creator.commentDisabled && 'comments',
    isVideo && publication.allowDuet && creator.duetDisabled && 'duets',
    isVideo && publication.allowStitch && creator.stitchDisabled && 'stitches',
  ].filter((interaction) => interaction !== false)
  if (disabled.length > 0)
    return refused('interaction_disabled', `${creator.nickname} has switched off ${disabled.join(' and ')} in TikTok.`)
  if (!isVideo) return null
  const { fileName, durationMs } = videoOf(work)
  const maxMs = creator.maxVideoPostDurationSec * 1000
  if (durationMs !== null && durationMs > maxMs)
    return {
      ...refused(
        'video_too_long',
        `${fileName} lasts ${durationMs / 1000} s; ${creator.nickname} may post up to ${maxMs / 1000} s.`,
      ),
      remedy: 'Cut the video and make a new post for this account.',
    }
  return null
}
