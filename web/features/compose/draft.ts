import type { Media } from '#shared/api/media.ts'
import type { PublishMode } from '#shared/api/posts.ts'
import type { PrivacyLevel } from '#shared/limits.ts'
import type { ErrorWords } from '../../error-words.ts'
import type { FieldErrors } from '../../field-errors.ts'

/** The choices for one account. Nothing is chosen for the creator: no privacy, no ticked box. */
export interface TargetDraft {
  accountId: string
  mode: PublishMode
  privacyLevel: PrivacyLevel | null
  allowComment: boolean
  allowDuet: boolean
  allowStitch: boolean
  disclosesPromotion: boolean
  brandOrganic: boolean
  brandContent: boolean
  aiGenerated: boolean
  /** Only for this account; null takes the post's caption. */
  caption: string | null
}

/** When to publish; `localTime` is what a datetime-local field holds, in the browser's zone. */
export type Timing = { kind: 'now' } | { kind: 'later'; localTime: string }

export interface Choices {
  caption: string
  coverTimestampMs: number | null
  targets: readonly TargetDraft[]
  timing: Timing
}

/** The chosen file as the browser sees it. */
export interface LocalVideo {
  fileName: string
  sizeBytes: number
  previewUrl: string
  durationMs: number | null
}

/**
 * The draft of a post. Actions of an upload or a submission carry the signal of the run that sent them,
 * so that a run that was aborted changes nothing any more.
 */
export type Draft = { choices: Choices; errors: FieldErrors; failure: ErrorWords | null } & (
  | { step: 'choosing' }
  | { step: 'uploading'; run: AbortSignal; video: LocalVideo; sentBytes: number }
  | { step: 'ready'; video: LocalVideo; media: Media }
  | { step: 'submitting'; run: AbortSignal; video: LocalVideo; media: Media }
)

export const emptyDraft: Draft = {
  step: 'choosing',
  choices: { caption: '', coverTimestampMs: null, targets: [], timing: { kind: 'now' } },
  errors: {},
  failure: null,
}

/** The length of the video: as the server measured it, before that as the browser did. */
export function videoDurationMs(draft: Draft): number | null {
  if (draft.step === 'choosing') return null
  if (draft.step === 'uploading') return draft.video.durationMs
  return draft.media.durationMs ?? draft.video.durationMs
}
