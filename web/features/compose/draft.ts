import type { PublishMode } from '#shared/api/posts.ts'
import type { PrivacyLevel } from '#shared/limits.ts'
import type { ErrorWords } from '../../error-words.ts'
import type { FieldErrors } from '../../field-errors.ts'
import type { Content } from './content/content.ts'

/** The choices for one account. Nothing is chosen for the creator: no privacy, no ticked box. */
export interface TargetDraft {
  accountId: string
  mode: PublishMode
  privacyLevel: PrivacyLevel | null
  allowComment: boolean
  /** Duets and stitches are of videos, recommended music is of photos. */
  allowDuet: boolean
  allowStitch: boolean
  autoAddMusic: boolean
  disclosesPromotion: boolean
  brandOrganic: boolean
  brandContent: boolean
  aiGenerated: boolean
  /** Only for this account; null takes the post's. A video has a caption, photos a title and a description. */
  caption: string | null
  title: string | null
  description: string | null
}

/** When to publish; `localTime` is what a datetime-local field holds, in the browser's zone. */
export type Timing = { kind: 'now' } | { kind: 'later'; localTime: string }

export interface Choices {
  caption: string
  title: string
  description: string
  /** Null: the first frame of the video. */
  coverTimestampMs: number | null
  /** The photo by its key, so that it stays the cover wherever it is moved. Null: the first. */
  photoCoverKey: string | null
  targets: readonly TargetDraft[]
  timing: Timing
}

/**
 * The draft of a post. Actions of an upload, a fix, a slideshow or a submission carry the signal of the run that sent them, so that
 * a run that was aborted changes nothing any more.
 */
export type Draft = DraftParts & ({ step: 'editing' } | { step: 'submitting'; run: AbortSignal })

interface DraftParts {
  content: Content
  choices: Choices
  /** Why files that were chosen were not taken. */
  refusal: ErrorWords | null
  /** Why the submission did not succeed, and what the server objected to. */
  failure: ErrorWords | null
  errors: FieldErrors
}

export const emptyDraft: Draft = {
  step: 'editing',
  content: { kind: 'nothing' },
  choices: {
    caption: '',
    title: '',
    description: '',
    coverTimestampMs: null,
    photoCoverKey: null,
    targets: [],
    timing: { kind: 'now' },
  },
  refusal: null,
  failure: null,
  errors: {},
}
