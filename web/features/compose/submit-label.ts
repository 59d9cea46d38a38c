import type { TargetDraft, Timing } from './draft.ts'

/** What the button will do, in words. */
export function submitLabel(targets: readonly TargetDraft[], timing: Timing): string {
  const verb = timing.kind === 'later' ? 'Schedule' : areAllDrafts(targets) ? 'Send' : 'Publish'
  const what = areAllDrafts(targets) ? `${verb} as draft` : verb
  if (targets.length === 0) return timing.kind === 'later' ? what : `${what} now`
  return `${what} ${timing.kind === 'later' ? 'for' : 'to'} ${targets.length} ${targets.length === 1 ? 'account' : 'accounts'}`
}

function areAllDrafts(targets: readonly TargetDraft[]): boolean {
  return targets.length > 0 && targets.every(({ mode }) => mode === 'draft')
}
