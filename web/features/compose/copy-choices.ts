import type { CreatorInfo } from '#shared/api/accounts.ts'
import type { TargetDraft } from './draft.ts'
import { changeTarget } from './target-rules.ts'

interface Receiver {
  target: TargetDraft
  /** Null while TikTok has not told what the creator may choose: then nothing is copied. */
  creator: CreatorInfo | null
}

export interface CopyOutcome {
  targets: TargetDraft[]
  /** Accounts that could not take every choice, because their creator does not have it. */
  incomplete: string[]
}

/** Copies the choices of one account to others, as far as the others have them. Texts stay. */
export function copyChoices(source: TargetDraft, receivers: readonly Receiver[]): CopyOutcome {
  const copies = receivers.map((receiver) => copyTo(source, receiver))
  return {
    targets: copies.map(({ target }) => target),
    incomplete: copies.filter(({ isComplete }) => !isComplete).map(({ target }) => target.accountId),
  }
}

function copyTo(source: TargetDraft, { target, creator }: Receiver): { target: TargetDraft; isComplete: boolean } {
  // A draft has no choices to take over.
  if (target.accountId === source.accountId || target.mode === 'draft') return { target, isComplete: true }
  if (creator === null || !creator.canPost) return { target, isComplete: false }

  const { privacyLevel } = source
  const takesPrivacy = privacyLevel !== null && creator.privacyLevelOptions.includes(privacyLevel)
  const copy = changeTarget(target, {
    privacyLevel: takesPrivacy ? privacyLevel : target.privacyLevel,
    allowComment: source.allowComment && !creator.commentDisabled,
    allowDuet: source.allowDuet && !creator.duetDisabled,
    allowStitch: source.allowStitch && !creator.stitchDisabled,
    autoAddMusic: source.autoAddMusic,
    disclosesPromotion: source.disclosesPromotion,
    brandOrganic: source.brandOrganic,
    brandContent: source.brandContent,
    aiGenerated: source.aiGenerated,
  })
  return { target: copy, isComplete: hasChoicesOf(copy, source) }
}

function hasChoicesOf(copy: TargetDraft, source: TargetDraft): boolean {
  return (
    (source.privacyLevel === null || copy.privacyLevel === source.privacyLevel) &&
    copy.allowComment === source.allowComment &&
    copy.allowDuet === source.allowDuet &&
    copy.allowStitch === source.allowStitch &&
    copy.brandOrganic === source.brandOrganic &&
    copy.brandContent === source.brandContent
  )
}
