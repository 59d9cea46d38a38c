import { adviceForCode, type Remedy } from './remedies.ts'

export { adviceForFailReason, type Remedy } from './remedies.ts'

/** Base of every failure of a call to TikTok. No token, secret, code or upload URL is in it or in its cause. */
export abstract class TikTokError extends Error {
  /** False only when it is certain that the call changed nothing at TikTok. */
  abstract readonly mayHaveTakenEffect: boolean
}

/** TikTok answered with an error: `code` is its own word (for OAuth the name of RFC 6749). Page: tiktok-api-v2-error-handling. */
export class TikTokApiError extends TikTokError {
  override name = 'TikTokApiError'
  readonly code: string
  /** The HTTP status, which may be 200. */
  readonly status: number
  /** TikTok's id of the call, for its support. */
  readonly logId: string | null
  /** From `Retry-After`, when it was sent. */
  readonly retryAfterMs: number | null

  constructor(
    message: string,
    facts: { code: string; status: number; logId: string | null; retryAfterMs: number | null; cause?: unknown },
  ) {
    super(message, { cause: facts.cause })
    this.code = facts.code
    this.status = facts.status
    this.logId = facts.logId
    this.retryAfterMs = facts.retryAfterMs
  }

  /** What this code asks for. */
  get remedy(): Remedy {
    return adviceForCode(this.code, this.status).remedy
  }

  /** A sentence that tells a person what to do. */
  get advice(): string {
    return adviceForCode(this.code, this.status).advice
  }

  override get mayHaveTakenEffect(): boolean {
    return this.status >= 500 || this.remedy === 'retry'
  }
}

/** TikTok (or something in between) answered nonsense: no JSON, a page, a redirect, a missing or disallowed value. */
export class TikTokAnswerError extends TikTokError {
  override name = 'TikTokAnswerError'
  /** The HTTP status; null when not even that could be read. */
  readonly status: number | null
  readonly logId: string | null

  constructor(message: string, facts: { status: number | null; logId?: string | null; cause?: unknown }) {
    super(message, { cause: facts.cause })
    this.status = facts.status
    this.logId = facts.logId ?? null
  }

  override get mayHaveTakenEffect(): boolean {
    return this.status === null || this.status < 300 || this.status >= 500
  }
}

/** Why there was no answer. */
export type NetworkFailure = 'timeout' | 'connect' | 'reset' | 'aborted'

/** There was no answer. */
export class TikTokNetworkError extends TikTokError {
  override name = 'TikTokNetworkError'
  readonly reason: NetworkFailure
  /** False when the request was never begun, because the connection could not even be made. */
  readonly mayHaveArrived: boolean

  constructor(message: string, facts: { reason: NetworkFailure; mayHaveArrived: boolean; cause?: unknown }) {
    super(message, { cause: facts.cause })
    this.reason = facts.reason
    this.mayHaveArrived = facts.mayHaveArrived
  }

  override get mayHaveTakenEffect(): boolean {
    return this.mayHaveArrived
  }
}

/** What to do after a refused chunk. */
export type UploadAction =
  /** Send the same chunk again. */
  | 'retry-chunk'
  /** Ask the publish status for `uploadedBytes` and go on from there. */
  | 'ask-progress'
  /** The upload URL is dead: begin with another init. */
  | 'new-init'
  /** Our own mistake: sending again cannot help. */
  | 'stop'

/** The upload host refused a chunk. Page: content-posting-api-media-transfer-guide. */
export class TikTokUploadError extends TikTokError {
  override name = 'TikTokUploadError'
  readonly status: number
  readonly action: UploadAction
  readonly retryAfterMs: number | null

  constructor(message: string, facts: { status: number; action: UploadAction; retryAfterMs: number | null }) {
    super(message)
    this.status = facts.status
    this.action = facts.action
    this.retryAfterMs = facts.retryAfterMs
  }

  override get mayHaveTakenEffect(): boolean {
    return this.action === 'retry-chunk' || this.action === 'ask-progress'
  }
}
