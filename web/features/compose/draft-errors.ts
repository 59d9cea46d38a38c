import type { FieldErrors } from '../../field-errors.ts'
import type { TargetDraft } from './draft.ts'

/**
 * The server names targets by their place (`targets.0.privacyLevel`); the draft by account
 * (`<accountId>.privacyLevel`), so that an objection stays with its account when others come and go.
 */
export function errorsByAccount(errors: FieldErrors, targets: readonly TargetDraft[]): FieldErrors {
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [pathByAccount(path, targets), message]))
}

export function withoutErrorsAt(errors: FieldErrors, ...paths: string[]): FieldErrors {
  const isUnder = (path: string, parent: string) => path === parent || path.startsWith(`${parent}.`)
  return Object.fromEntries(Object.entries(errors).filter(([path]) => !paths.some((parent) => isUnder(path, parent))))
}

function pathByAccount(path: string, targets: readonly TargetDraft[]): string {
  const match = /^targets\.(\d+)(\..+)?$/.exec(path)
  const target = match ? targets[Number(match[1])] : undefined
  return target ? target.accountId + (match?.[2] ?? '') : path
}
