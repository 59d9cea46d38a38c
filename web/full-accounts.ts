import type { FullAccount } from '#shared/api/problem.ts'
import { ApiError } from './api.ts'

/** The accounts for which a request was refused because TikTok has no room for them then; empty for any other error. */
export function fullAccountsOf(error: unknown): readonly FullAccount[] {
  return error instanceof ApiError ? (error.problem.full ?? []) : []
}
