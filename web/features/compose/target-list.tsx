import { type Dispatch, useState } from 'react'
import type { Account, CreatorInfo } from '#shared/api/accounts.ts'
import { Notice } from '../../ui/notice.tsx'
import { copyChoices } from './copy-choices.ts'
import type { Draft, TargetDraft } from './draft.ts'
import type { DraftAction } from './draft-reducer.ts'
import { TargetCard } from './target-card.tsx'

/** What TikTok said about a creator, or how the question stands. */
export interface CreatorAnswer {
  data: CreatorInfo | undefined
  error: Error | null
  refetch: () => Promise<unknown>
}

export interface TargetRow {
  target: TargetDraft
  account: Account
  creator: CreatorAnswer | undefined
}

interface TargetListProps {
  rows: readonly TargetRow[]
  draft: Draft
  dispatch: Dispatch<DraftAction>
  isAudited: boolean
}

export function TargetList({ rows, draft, dispatch, isAudited }: TargetListProps) {
  const [incomplete, setIncomplete] = useState<readonly string[]>([])

  const handleCopy = (source: TargetDraft) => {
    const receivers = rows.map(({ target, creator }) => ({ target, creator: creator?.data ?? null }))
    const outcome = copyChoices(source, receivers)
    dispatch({ type: 'targetsReplaced', targets: outcome.targets })
    setIncomplete(outcome.incomplete)
  }
  const names = rows.filter(({ account }) => incomplete.includes(account.id)).map(({ account }) => account.displayName)

  return (
    <>
      {names.length > 0 && (
        <Notice tone="info" title="Not every choice could be copied" onDismiss={() => setIncomplete([])}>
          {new Intl.ListFormat('en').format(names)}: not every choice exists there. Look through what is chosen.
        </Notice>
      )}
      {rows.map((row) => (
        <TargetCard
          key={row.account.id}
          row={row}
          content={draft.content}
          errors={draft.errors}
          isAudited={isAudited}
          dispatch={dispatch}
          {...(rows.length > 1 && { onCopy: () => handleCopy(row.target) })}
        />
      ))}
    </>
  )
}
