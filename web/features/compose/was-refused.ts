import { ApiError } from '../../api.ts'

/** True when the server said no: nothing was made. After anything else the post may have been made, answered or not. */
export function wasRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status < 500 && error.problem.code !== 'idempotency_conflict'
}
