import type { FullAccount } from '#shared/api/problem.ts'

/** One finding about the input: which field, and what is wrong with it. */
export type FieldError = { path: string; message: string }

type ProblemKind = { status: number; title: string; remedy: string | null }

/** Every error code of the API with its HTTP status, title and remedy. */
export const problems = {
  invalid_input: {
    status: 400,
    title: 'Invalid input',
    remedy: 'Correct the fields named in "errors" and send it again.',
  },
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    remedy: 'Send valid JSON with the content type application/json.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    remedy: 'Sign in, or send an API key as "Authorization: Bearer <key>".',
  },
  forbidden: { status: 403, title: 'Not allowed', remedy: null },
  foreign_origin: {
    status: 403,
    title: 'Request from a foreign site refused',
    remedy: 'Open Clipdeck under the address in APP_URL.',
  },
  signups_closed: {
    status: 403,
    title: 'Sign-up is by invitation',
    remedy: 'Ask a member of the workspace for an invitation, or set SIGNUPS=open.',
  },
  not_found: { status: 404, title: 'Not found', remedy: null },
  conflict: { status: 409, title: 'Not possible in the present state', remedy: null },
  no_room: {
    status: 409,
    title: 'No room at TikTok then',
    remedy: 'Choose another time, or send it with "onFull": "next" to take the first free one.',
  },
  idempotency_conflict: {
    status: 409,
    title: 'The Idempotency-Key is taken',
    remedy: 'Use a new key for a new request.',
  },
  link_used: { status: 410, title: 'This link was used', remedy: 'Ask whoever sent it for a new link.' },
  link_revoked: { status: 410, title: 'This link was taken back', remedy: 'Ask whoever sent it for a new link.' },
  link_expired: { status: 410, title: 'This link has expired', remedy: 'Ask whoever sent it for a new link.' },
  tus_version: {
    status: 412,
    title: 'Another version of tus is needed',
    remedy: 'Send "Tus-Resumable: 1.0.0" with every request to /uploads.',
  },
  too_large: { status: 413, title: 'Too large', remedy: null },
  quota_exceeded: {
    status: 413,
    title: "The workspace's room for media is used up",
    remedy:
      'Delete media that no post needs, call off uploads that are under way, or have whoever runs Clipdeck raise MEDIA_QUOTA_GB.',
  },
  unsupported_media: { status: 415, title: 'Content type not supported', remedy: null },
  bad_range: { status: 416, title: 'Range not satisfiable', remedy: 'Ask for a range inside the file.' },
  too_many_requests: { status: 429, title: 'Too many requests', remedy: 'Wait as long as Retry-After says.' },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    remedy: 'Try again; the request id finds the reason in the logs.',
  },
  tiktok_error: { status: 502, title: 'TikTok refused the request', remedy: null },
  tiktok_unreachable: { status: 502, title: 'TikTok cannot be reached', remedy: 'Try again in a moment.' },
  tiktok_unavailable: {
    status: 503,
    title: 'TikTok does not answer well right now',
    remedy: 'Wait as long as Retry-After says.',
  },
  disk_full: { status: 507, title: 'The disk is full', remedy: 'Free space under DATA_DIR, then upload again.' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problems

/** What is written down of an error that somebody asks for later. */
export type KeptProblem = { code: ProblemCode; detail: string; remedy: string | null; fields: FieldError[] }

/** An error with an answer for the caller: code, status, a sentence and what to do next. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ProblemCode
  readonly remedy: string | null
  readonly fields: FieldError[]
  readonly full: FullAccount[]

  constructor(
    code: ProblemCode,
    detail: string,
    more: { remedy?: string; fields?: FieldError[]; full?: FullAccount[]; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.remedy = more.remedy ?? problems[code].remedy
    this.fields = more.fields ?? []
    this.full = more.full ?? []
  }

  /** The same error again, from what was written down of it. */
  static from({ code, detail, remedy, fields }: KeptProblem): AppError {
    return new AppError(code, detail, { fields, ...(remedy !== null && { remedy }) })
  }

  get status(): number {
    return problems[this.code].status
  }
}

/** Bad input: one error per field. */
export function invalidInput(...fields: FieldError[]): AppError {
  return new AppError('invalid_input', fields.map(({ message }) => message).join(' '), { fields })
}

/** What is not there, or belongs to another workspace: the two look the same from outside. */
export function notFound(what: string, path?: string): AppError {
  const detail = `There is no such ${what} in this workspace.`
  return new AppError('not_found', detail, { fields: path ? [{ path, message: detail }] : [] })
}
