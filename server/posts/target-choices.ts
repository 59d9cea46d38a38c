import type { Target } from '#shared/api/posts.ts'

/** What a creator chose for one account, as its publication keeps it. */
export function targetChoices(target: Target) {
  return {
    mode: target.mode,
    privacyLevel: target.privacyLevel ?? null,
    allowComment: target.allowComment,
    allowDuet: target.allowDuet,
    allowStitch: target.allowStitch,
    brandOrganic: target.brandOrganic,
    brandContent: target.brandContent,
    aiGenerated: target.aiGenerated,
    autoAddMusic: target.autoAddMusic,
    caption: target.caption ?? null,
    title: target.title ?? null,
    description: target.description ?? null,
  }
}
