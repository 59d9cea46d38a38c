import type { Dispatch } from 'react'
import type { Account } from '#shared/api/accounts.ts'
import { Button } from '../../ui/button.tsx'
import { ConsentLine } from '../../ui/consent-line.tsx'
import { consentGroups } from './consent-groups.ts'
import type { Draft } from './draft.ts'
import type { DraftAction } from './draft-reducer.ts'
import type { Intent } from './draft-to-post.ts'
import type { OpenQuestion } from './open-questions.ts'
import { QuestionList } from './question-list.tsx'
import { submitLabel } from './submit-label.ts'
import { DISCLOSURE_INCOMPLETE } from './target-rules.ts'
import { TimingField } from './timing-field.tsx'

interface PublishPanelProps {
  draft: Draft
  dispatch: Dispatch<DraftAction>
  accounts: readonly Account[]
  questions: readonly OpenQuestion[]
  intent: Intent | null
  onSubmit: (intent: Intent) => void
}

/** When, the consent, and the button that gives it. Before it is pressed, nothing goes to TikTok. */
export function PublishPanel({ draft, dispatch, accounts, questions, intent, onSubmit }: PublishPanelProps) {
  const { targets, timing } = draft.choices
  const isSubmitting = draft.step === 'submitting'
  const nameOf = (accountId: string) => accounts.find(({ id }) => id === accountId)?.displayName ?? 'An account'
  const block = blockOf(questions)

  return (
    <section aria-label="Publish" className="card grid gap-4 p-4 sm:p-5">
      <TimingField
        timing={timing}
        error={draft.errors.publishAt}
        onChange={(next) => dispatch({ type: 'timingChanged', timing: next })}
      />
      {questions.length > 0 && <QuestionList questions={questions} nameOf={nameOf} />}
      <div className="grid gap-2 border-t border-line pt-4 text-[0.93rem]">
        {consentGroups(targets).map(({ hasBrandedContent, accountIds }) => (
          <div key={String(hasBrandedContent)}>
            <ConsentLine hasBrandedContent={hasBrandedContent} />
            {targets.length > 1 && <p className="text-muted">For {accountIds.map(nameOf).join(', ')}</p>}
          </div>
        ))}
      </div>
      <div className="grid gap-2">
        <Button
          variant="primary"
          busy={isSubmitting && intent === 'publish'}
          blockedBecause={isSubmitting ? null : block}
          onClick={() => onSubmit('publish')}
        >
          {submitLabel(targets, timing)}
        </Button>
        <Button
          busy={isSubmitting && intent === 'keep'}
          blockedBecause={isSubmitting ? null : block}
          onClick={() => onSubmit('keep')}
        >
          Save without publishing
        </Button>
      </div>
      <p className="text-[0.87rem] text-muted">
        After publishing, it may take a few minutes until it appears on the profile. The post’s page shows how far it
        is.
      </p>
    </section>
  )
}

/** TikTok asks for its own words on hover while the disclosure is incomplete. */
function blockOf(questions: readonly OpenQuestion[]): string | null {
  const disclosure = questions.find(({ message }) => message === DISCLOSURE_INCOMPLETE)
  return (disclosure ?? questions[0])?.message ?? null
}
