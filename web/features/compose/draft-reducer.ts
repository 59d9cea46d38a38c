import type { ErrorWords } from '../../error-words.ts'
import type { FieldErrors } from '../../field-errors.ts'
import { carryTexts } from './carry-texts.ts'
import { type Content, isComplete, piecesOf, postTypeOf } from './content/content.ts'
import { type ContentAction, contentReducer } from './content/content-reducer.ts'
import { mediaOf } from './content/piece.ts'
import type { Choices, Draft, TargetDraft, Timing } from './draft.ts'
import { withoutErrorsAt } from './draft-errors.ts'
import { changeTarget, type TargetChange } from './target-rules.ts'

type TextField = 'caption' | 'title' | 'description'

type ChoiceAction =
  | { type: 'textChanged'; field: TextField; text: string }
  | { type: 'coverChosen'; coverTimestampMs: number | null }
  | { type: 'photoCoverChosen'; key: string }
  | { type: 'timingChanged'; timing: Timing }
  | { type: 'targetAdded'; target: TargetDraft }
  | { type: 'targetRemoved'; accountId: string }
  | { type: 'targetChanged'; accountId: string; change: TargetChange }
  | { type: 'targetsReplaced'; targets: readonly TargetDraft[] }

export type DraftAction =
  | ContentAction
  | ChoiceAction
  | { type: 'filesRefused'; refusal: ErrorWords }
  | { type: 'submitted'; run: AbortSignal }
  | { type: 'submissionFailed'; run: AbortSignal; failure: ErrorWords; errors: FieldErrors }

/** The next draft. An action that does not fit the step, or comes from an aborted run, changes nothing. */
export function draftReducer(draft: Draft, action: DraftAction): Draft {
  if ('run' in action && action.run.aborted) return draft
  if (draft.step === 'submitting') return afterSubmission(draft, action)

  switch (action.type) {
    case 'filesRefused':
      return { ...draft, refusal: action.refusal }
    case 'submitted':
      if (!isComplete(draft.content)) return draft
      return { ...draft, step: 'submitting', run: action.run, refusal: null, failure: null, errors: {} }
    case 'submissionFailed':
      return draft
    case 'textChanged':
    case 'coverChosen':
    case 'photoCoverChosen':
    case 'timingChanged':
    case 'targetAdded':
    case 'targetRemoved':
    case 'targetChanged':
    case 'targetsReplaced':
      return afterChoice(draft, action)
    default:
      return afterContent(draft, action)
  }
}

/** While the server decides, only its answer counts. */
function afterSubmission(draft: Extract<Draft, { step: 'submitting' }>, action: DraftAction): Draft {
  if (action.type !== 'submissionFailed' || action.run !== draft.run) return draft
  const { content, choices } = draft
  return { step: 'editing', content, choices, refusal: null, failure: action.failure, errors: action.errors }
}

/** Other files let go of what was chosen for those before, and of what the server objected to about them. */
function afterContent(draft: Draft, action: ContentAction): Draft {
  const content = contentReducer(draft.content, action)
  if (content === draft.content) return draft
  const next = { ...draft, content, choices: { ...draft.choices, ...choicesFor(content, draft) } }
  const hasSameFiles = keysOf(content) === keysOf(draft.content)
  if (hasSameFiles && mediaIdsOf(content) === mediaIdsOf(draft.content)) return next
  return {
    ...next,
    ...(!hasSameFiles && { refusal: null, failure: null }),
    errors: withoutErrorsAt(draft.errors, 'mediaIds', 'coverTimestampMs', 'photoCoverIndex'),
  }
}

function choicesFor(content: Content, { content: before, choices }: Draft): Partial<Choices> {
  const keys = piecesOf(content).map(({ key }) => key)
  const { coverTimestampMs, photoCoverKey } = choices
  return {
    ...(content.kind !== before.kind && content.kind !== 'nothing' && carryTexts(choices, postTypeOf(content))),
    coverTimestampMs: keysOf(content) === keysOf(before) ? coverTimestampMs : null,
    photoCoverKey: photoCoverKey !== null && keys.includes(photoCoverKey) ? photoCoverKey : null,
  }
}

function keysOf(content: Content): string {
  return piecesOf(content)
    .map(({ key }) => key)
    .join()
}

function mediaIdsOf(content: Content): string {
  return piecesOf(content)
    .map((piece) => mediaOf(piece)?.id)
    .join()
}

function afterChoice(draft: Draft, action: ChoiceAction): Draft {
  const { targets } = draft.choices
  switch (action.type) {
    case 'textChanged':
      return withChoices(draft, { [action.field]: action.text }, action.field)
    case 'coverChosen':
      return withChoices(draft, { coverTimestampMs: action.coverTimestampMs }, 'coverTimestampMs')
    case 'photoCoverChosen':
      return withChoices(draft, { photoCoverKey: action.key }, 'photoCoverIndex')
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
