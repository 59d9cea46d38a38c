import type { TargetDraft } from './draft.ts'

export interface ConsentGroup {
  hasBrandedContent: boolean
  accountIds: string[]
}

/** Which accounts stand under which consent line: branded content asks for one policy more. */
export function consentGroups(targets: readonly TargetDraft[]): ConsentGroup[] {
  const idsOf = (hasBrandedContent: boolean) =>
    targets.filter((target) => isBranded(target) === hasBrandedContent).map(({ accountId }) => accountId)
  const groups = [
    { hasBrandedContent: false, accountIds: idsOf(false) },
    { hasBrandedContent: true, accountIds: idsOf(true) },
  ]
  const used = groups.filter(({ accountIds }) => accountIds.length > 0)
  return used.length > 0 ? used : groups.slice(0, 1)
}

function isBranded(target: TargetDraft): boolean {
  return target.mode === 'direct' && target.brandContent
}
