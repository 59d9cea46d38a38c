import { ApiError } from './api.ts'

/** The server's objections by the path of the field, such as `targets.0.privacyLevel`. */
export type FieldErrors = Readonly<Record<string, string>>

export function fieldErrorsOf(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries((error.problem.errors ?? []).map(({ path, message }) => [path, message]))
}
