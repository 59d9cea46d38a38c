import type { Media } from '#shared/api/media.ts'
import type { ErrorWords } from '../../error-words.ts'
import type { FieldErrors } from '../../field-errors.ts'
import type { Choices, Draft, LocalVideo, TargetDraft, Timing } from './draft.ts'
import { withoutErrorsAt } from './draft-errors.ts'
import { changeTarget, type TargetChange } from './target-rules.ts'

export type DraftAction =
  | { type: 'fileChosen'; run: AbortSignal; video: LocalVideo }
  | { type: 'fileRefused'; failure: ErrorWords }
  | { type: 'durationKnown'; previewUrl: string; durationMs: number }
  | { type: 'uploadProgressed'; run: AbortSignal; sentBytes: number }
  | { type: 'uploadFinished'; run: AbortSignal; media: Media }
  | { type: 'uploadFailed'; run: AbortSignal; failure: ErrorWords }
  | { type: 'videoRemoved' }
  | { type: 'captionChanged'; caption: string }
  | { type: 'coverChosen'; coverTimestampMs: number | null }
  | { type: 'timingChanged'; timing: Timing }
  | { type: 'targetAdded'; target: TargetDraft }
  | { type: 'targetRemoved'; accountId: string }
  | { type: 'targetChanged'; accountId: string; change: TargetChange }
  | { type: 'targetsReplaced'; targets: readonly TargetDraft[] }
  | { type: 'submitted'; run: AbortSignal }
  | { type: 'submissionFailed'; run: AbortSignal; failure: ErrorWords; errors: FieldErrors }

/** The next draft. An action that does not fit the step, or comes from an aborted run, changes nothing. */
export function draftReducer(draft: Draft, action: DraftAction): Draft {
  if ('run' in action && action.run.aborted) return draft
  if (draft.step === 'submitting') return afterSubmission(draft, action)

  switch (action.type) {
    case 'fileChosen':
      return {
        ...common(draft, { coverTimestampMs: null }),
        errors: withoutErrorsAt(draft.errors, 'mediaIds', 'coverTimestampMs'),
        step: 'uploading',
        run: action.run,
        video: action.video,
        sentBytes: 0,
      }
    case 'fileRefused':
      return { ...draft, failure: action.failure }
    case 'videoRemoved':
      return {
        ...common(draft, { coverTimestampMs: null }),
        errors: withoutErrorsAt(draft.errors, 'mediaIds', 'coverTimestampMs'),
        step: 'choosing',
      }
    case 'durationKnown':
      if (draft.step === 'choosing' || draft.video.previewUrl !== action.previewUrl) return draft
      return { ...draft, video: { ...draft.video, durationMs: action.durationMs } }
    case 'uploadProgressed':
    case 'uploadFinished':
    case 'uploadFailed':
      return afterUpload(draft, action)
    case 'submitted':
      if (draft.step !== 'ready') return draft
      return { ...draft, step: 'submitting', run: action.run, failure: null, errors: {} }
    case 'submissionFailed':
      return draft
    default:
      return afterChoice(draft, action)
  }
}

type UploadAction = Extract<DraftAction, { type: 'uploadProgressed' | 'uploadFinished' | 'uploadFailed' }>
type ChoiceAction = Extract<
  DraftAction,
  {
    type:
      | 'captionChanged'
      | 'coverChosen'
      | 'timingChanged'
      | 'targetAdded'
      | 'targetRemoved'
      | 'targetChanged'
      | 'targetsReplaced'
  }
>

function afterUpload(draft: Draft, action: UploadAction): Draft {
  if (draft.step !== 'uploading' || draft.run !== action.run) return draft
  switch (action.type) {
    case 'uploadProgressed':
      return { ...draft, sentBytes: Math.max(draft.sentBytes, action.sentBytes) }
    case 'uploadFailed':
      return { ...common(draft), failure: action.failure, step: 'choosing' }
    case 'uploadFinished': {
      const { video } = draft
      return { ...common(draft), step: 'ready', video, media: action.media }
    }
  }
}

/** While the server decides, only its answer counts. */
function afterSubmission(draft: Extract<Draft, { step: 'submitting' }>, action: DraftAction): Draft {
  if (action.type !== 'submissionFailed' || action.run !== draft.run) return draft
  const { video, media } = draft
  const { failure, errors } = action
  return { step: 'ready', choices: draft.choices, video, media, failure, errors }
}

function afterChoice(draft: Draft, action: ChoiceAction): Draft {
  const { targets } = draft.choices
  switch (action.type) {
    case 'captionChanged':
      return withChoices(draft, { caption: action.caption }, 'caption')
    case 'coverChosen':
      return withChoices(draft, { coverTimestampMs: action.coverTimestampMs }, 'coverTimestampMs')
    case 'timingChanged':
      return withChoices(draft, { timing: action.timing }, 'publishAt')
    case 'targetAdded':
      if (targets.some(({ accountId }) => accountId === action.target.accountId)) return draft
      return withChoices(draft, { targets: [...targets, action.target] }, 'targets')
    case 'targetRemoved':
      return withChoices(
        draft,
        { targets: targets.filter(({ accountId }) => accountId !== action.accountId) },
        action.accountId,
      )
    case 'targetChanged':
      return withChoices(
        draft,
        {
          targets: targets.map((target) =>
            target.accountId === action.accountId ? changeTarget(target, action.change) : target,
          ),
        },
        action.accountId,
      )
    case 'targetsReplaced':
      return withChoices(draft, { targets: action.targets }, ...action.targets.map(({ accountId }) => accountId))
  }
}

/** Changes choices, and forgets what the server objected to there. */
function withChoices(draft: Draft, change: Partial<Choices>, ...paths: string[]): Draft {
  return { ...draft, choices: { ...draft.choices, ...change }, errors: withoutErrorsAt(draft.errors, ...paths) }
}

function common(draft: Draft, change: Partial<Choices> = {}): Pick<Draft, 'choices' | 'errors' | 'failure'> {
  return { choices: { ...draft.choices, ...change }, errors: draft.errors, failure: null }
}
