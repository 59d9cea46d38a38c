import { useQueries } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useReducer } from 'react'
import type { Account } from '#shared/api/accounts.ts'
import type { Post } from '#shared/api/posts.ts'
import { FullAccountList } from '../../ui/full-account-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { AccountPicker } from './account-picker.tsx'
import { postTypeOf, videoDurationMs } from './content/content.ts'
import { ContentPanel } from './content/content-panel.tsx'
import type { MediaLibrary } from './content/media-library.ts'
import { useContentWork } from './content/use-content-work.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { draftReducer } from './draft-reducer.ts'
import type { Intent } from './draft-to-post.ts'
import { postQuestions, targetQuestions } from './open-questions.ts'
import { PublishPanel } from './publish-panel.tsx'
import { creatorInfoQuery } from './queries.ts'
import { TargetList } from './target-list.tsx'
import { useSubmission } from './use-submission.ts'

interface ComposerProps {
  accounts: readonly Account[]
  isAudited: boolean
  /** Why photos cannot be posted from this Clipdeck; null when they can. */
  photosProblem: string | null
  library: MediaLibrary
  onCreated: (post: Post, intent: Intent) => void
  onDirtyChange: (isDirty: boolean) => void
}

/** One video, or photos, for several accounts, by the rules of TikTok's content-sharing-guidelines. */
export function Composer(props: ComposerProps) {
  const { accounts, isAudited, photosProblem, library, onCreated, onDirtyChange } = props
  const [draft, dispatch] = useReducer(draftReducer, emptyDraft)
  const work = useContentWork(dispatch, library)
  const { intent, full, submit } = useSubmission(dispatch, onCreated)
  useDirtyReport(isDirty(draft), onDirtyChange)

  const targets = draft.choices.targets.flatMap((target) => {
    const account = accounts.find(({ id }) => id === target.accountId)
    return account ? [{ target, account }] : []
  })
  const creators = useQueries({
    queries: targets.map(({ account }) => ({
      ...creatorInfoQuery(account.id),
      enabled: account.capabilities.directPost,
    })),
  })
  const type = postTypeOf(draft.content)
  const durationMs = videoDurationMs(draft.content)
  const rows = targets.map(({ target, account }, index) => ({ target, account, creator: creators[index] }))
  const questions = [
    ...postQuestions(draft, { now: new Date(), photosProblem }),
    ...rows.flatMap(({ target, creator }) =>
      targetQuestions(target, { type, durationMs, creator: creator?.data ?? null }),
    ),
  ]

  return (
    <form
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => event.preventDefault()}
    >
      <fieldset disabled={draft.step === 'submitting'} className="grid min-w-0 gap-5">
        <ContentPanel draft={draft} dispatch={dispatch} work={work} photosProblem={photosProblem} />
        <AccountPicker
          accounts={accounts}
          chosen={draft.choices.targets}
          error={draft.errors.targets}
          dispatch={dispatch}
        />
        <TargetList rows={rows} draft={draft} dispatch={dispatch} isAudited={isAudited} />
      </fieldset>
      <div className="grid gap-4 lg:sticky lg:top-[calc(var(--banner-height)+1.5rem)] lg:max-h-[calc(100dvh-var(--banner-height)-3rem)] lg:overflow-y-auto">
        {draft.step === 'editing' && draft.failure && full.length > 0 && (
          <Notice tone="warn" title={draft.failure.title}>
            <FullAccountList
              full={full}
              busy={false}
              blockedBecause={questions[0]?.message ?? null}
              onMove={() => submit(draft, 'publish', 'next')}
            />
          </Notice>
        )}
        {draft.failure && full.length === 0 && <ProblemNotice {...draft.failure} />}
        <PublishPanel
          draft={draft}
          dispatch={dispatch}
          accounts={accounts}
          questions={questions}
          intent={intent}
          onSubmit={(nextIntent) => submit(draft, nextIntent)}
        />
      </div>
    </form>
  )
}

function isDirty({ content, choices }: Draft): boolean {
  return content.kind !== 'nothing' || [choices.caption, choices.title, choices.description].some(Boolean)
}

function useDirtyReport(isDirty: boolean, onDirtyChange: (isDirty: boolean) => void): void {
  const report = useEffectEvent(onDirtyChange)
  useEffect(() => report(isDirty), [isDirty])
}
