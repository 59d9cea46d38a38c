import type { CreatorInfo } from '#shared/api/accounts.ts'
import type { Publication } from '#shared/api/posts.ts'
import { isPrivacyLevel } from '../../privacy-words.ts'
import type { TargetDraft } from './draft.ts'

/** Our words and TikTok's for choices that a creator no longer has. */
const CHOICE_CODES = [
  'privacy_not_offered',
  'interaction_disabled',
  'branded_content_private',
  'app_not_audited',
  'privacy_level_option_mismatch',
  'privacy_level_not_authorized',
]

/** Held for something that other choices would settle. */
export function waitsForChoices({ status, mode, failure }: Pick<Publication, 'status' | 'mode' | 'failure'>): boolean {
  return status === 'held' && mode === 'direct' && failure !== null && CHOICE_CODES.includes(failure.code)
}

/** What was chosen for a publication, to be chosen anew. */
export function targetOf(publication: Publication): TargetDraft {
  const { accountId, mode, privacyLevel, brandOrganic, brandContent } = publication
  const { allowComment, allowDuet, allowStitch, autoAddMusic, aiGenerated } = publication
  const { caption, title, description } = publication
  return {
    accountId,
    mode,
    privacyLevel: privacyLevel !== null && isPrivacyLevel(privacyLevel) ? privacyLevel : null,
    allowComment,
    allowDuet,
    allowStitch,
    autoAddMusic,
    disclosesPromotion: brandOrganic || brandContent,
    brandOrganic,
    brandContent,
    aiGenerated,
    caption,
    title,
    description,
  }
}

/** The choices without those that the creator no longer has: nothing takes their place by itself. */
export function stillOffered(target: TargetDraft, creator: CreatorInfo): TargetDraft {
  const { privacyLevel } = target
  const isOffered = privacyLevel !== null && creator.privacyLevelOptions.includes(privacyLevel)
  return {
    ...target,
    privacyLevel: isOffered ? privacyLevel : null,
    allowComment: target.allowComment && !creator.commentDisabled,
    allowDuet: target.allowDuet && !creator.duetDisabled,
    allowStitch: target.allowStitch && !creator.stitchDisabled,
  }
}
