import type { Account } from '#shared/api/accounts.ts'
import type { PrivacyLevel } from '#shared/limits.ts'
import type { TargetDraft } from './draft.ts'

export type TargetChange = Partial<Omit<TargetDraft, 'accountId'>>

/** Texts of TikTok's content-sharing-guidelines, to the letter. */
export const BRANDED_NOT_PRIVATE = 'Branded content visibility cannot be set to private.'
export const DISCLOSURE_INCOMPLETE = 'You need to indicate if your content promotes yourself, a third party, or both.'

export function newTarget(account: Account): TargetDraft {
  return {
    accountId: account.id,
    mode: account.capabilities.directPost ? 'direct' : 'draft',
    privacyLevel: null,
    allowComment: false,
    allowDuet: false,
    allowStitch: false,
    autoAddMusic: false,
    disclosesPromotion: false,
    brandOrganic: false,
    brandContent: false,
    aiGenerated: false,
    caption: null,
    title: null,
    description: null,
  }
}

/** Makes a change as far as the rules of disclosure allow it. */
export function changeTarget(target: TargetDraft, change: TargetChange): TargetDraft {
  const changed = { ...target, ...change }
  if (!changed.disclosesPromotion) return { ...changed, brandOrganic: false, brandContent: false }
  if (changed.brandContent && changed.privacyLevel === 'SELF_ONLY') {
    return { ...changed, brandContent: target.brandContent, privacyLevel: target.privacyLevel }
  }
  return changed
}

/** Why the box for branded content cannot be ticked; null when it can. */
export function brandContentBlock(target: TargetDraft): string | null {
  return target.privacyLevel === 'SELF_ONLY' ? BRANDED_NOT_PRIVATE : null
}

/** Why an audience cannot be chosen; null when it can. */
export function privacyBlock(target: TargetDraft, level: PrivacyLevel): string | null {
  return target.brandContent && level === 'SELF_ONLY' ? BRANDED_NOT_PRIVATE : null
}

/** How the post will be labelled, in TikTok's words; null while nothing is indicated. */
export function promotionLabel(target: TargetDraft): string | null {
  if (target.brandContent) return "Your photo/video will be labeled as 'Paid partnership'"
  if (target.brandOrganic) return "Your photo/video will be labeled as 'Promotional content'"
  return null
}

export function isDisclosureIncomplete(target: TargetDraft): boolean {
  return target.mode === 'direct' && target.disclosesPromotion && !target.brandOrganic && !target.brandContent
}
