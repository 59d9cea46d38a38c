import { useQueries } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useReducer } from 'react'
import type { Account } from '#shared/api/accounts.ts'
import type { Post } from '#shared/api/posts.ts'
import { FullAccountList } from '../../ui/full-account-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { AccountPicker } from './account-picker.tsx'
import { CaptionField } from './caption-field.tsx'
import { emptyDraft } from './draft.ts'
import { draftReducer } from './draft-reducer.ts'
import type { Intent } from './draft-to-post.ts'
import { postQuestions, targetQuestions } from './open-questions.ts'
import { PublishPanel } from './publish-panel.tsx'
import { creatorInfoQuery } from './queries.ts'
import { TargetList } from './target-list.tsx'
import { useSubmission } from './use-submission.ts'
import { type UploadVideo, useVideoUpload } from './use-video-upload.ts'
import { VideoPanel } from './video-panel.tsx'

interface ComposerProps {
  accounts: readonly Account[]
  isAudited: boolean
  upload: UploadVideo
  onCreated: (post: Post, intent: Intent) => void
  onDirtyChange: (isDirty: boolean) => void
}

/** One video for several accounts, by the rules of TikTok's content-sharing-guidelines. */
export function Composer({ accounts, isAudited, upload, onCreated, onDirtyChange }: ComposerProps) {
  const [draft, dispatch] = useReducer(draftReducer, emptyDraft)
  const { choose, remove } = useVideoUpload(dispatch, upload)
  const { intent, full, submit } = useSubmission(dispatch, onCreated)
  useDirtyReport(draft.step !== 'choosing' || draft.choices.caption !== '', onDirtyChange)

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
  const rows = targets.map(({ target, account }, index) => ({ target, account, creator: creators[index] }))
  const questions = [
    ...postQuestions(draft, new Date()),
    ...rows.flatMap(({ target, creator }) => targetQuestions(draft, target, { creator: creator?.data ?? null })),
  ]

  return (
    <form
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => event.preventDefault()}
    >
      <fieldset disabled={draft.step === 'submitting'} className="grid min-w-0 gap-5">
        <VideoPanel draft={draft} dispatch={dispatch} onChoose={choose} onRemove={remove}>
          <CaptionField
            label="Caption"
            caption={draft.choices.caption}
            error={draft.errors.caption}
            hint="#hashtags and @mentions work as they do on TikTok."
            onChange={(caption) => dispatch({ type: 'captionChanged', caption })}
          />
        </VideoPanel>
        <AccountPicker
          accounts={accounts}
          chosen={draft.choices.targets}
          error={draft.errors.targets}
          dispatch={dispatch}
        />
        <TargetList rows={rows} draft={draft} dispatch={dispatch} isAudited={isAudited} />
      </fieldset>
      <div className="grid gap-4 lg:sticky lg:top-[calc(var(--banner-height)+1.5rem)] lg:max-h-[calc(100dvh-var(--banner-height)-3rem)] lg:overflow-y-auto">
        {draft.step === 'ready' && draft.failure && full.length > 0 && (
          <Notice tone="warn" title={draft.failure.title}>
            <FullAccountList
              full={full}
              busy={false}
              blockedBecause={questions[0]?.message ?? null}
              onMove={() => submit(draft, 'publish', 'next')}
            />
          </Notice>
        )}
        {draft.step !== 'choosing' && draft.failure && full.length === 0 && <ProblemNotice {...draft.failure} />}
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

function useDirtyReport(isDirty: boolean, onDirtyChange: (isDirty: boolean) => void): void {
  const report = useEffectEvent(onDirtyChange)
  useEffect(() => report(isDirty), [isDirty])
}
