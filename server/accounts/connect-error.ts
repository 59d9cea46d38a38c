import { connectErrorWords } from '#shared/connect-errors.ts'

/** An account could not be connected: `code` is one of shared/connect-errors.ts, or TikTok's own. */
export class ConnectError extends Error {
  override name = 'ConnectError'
  readonly code: string
  readonly title: string
  readonly remedy: string
  readonly status: number

  constructor(code: string) {
    const { title, detail, remedy } = connectErrorWords(code)
    super(detail)
    this.code = code
    this.title = title
    this.remedy = remedy
    this.status = statuses.get(code) ?? 502
  }
}

/** What is the caller's own doing; everything else is TikTok's. */
const statuses = new Map<string, number>([
  ['state_missing', 400],
  ['state_unknown', 400],
  ['state_used', 400],
  ['state_expired', 400],
  ['code_missing', 400],
  ['unknown_error', 400],
  ['invalid_grant', 400],
  ['session_ended', 401],
  ['state_foreign', 403],
  ['access_denied', 403],
  ['user_cancel', 403],
  ['non_sandbox_target', 403],
  ['attempt_unreadable', 409],
  ['link_used', 410],
  ['link_revoked', 410],
  ['link_expired', 410],
])
