import { CopyCheck, X } from 'lucide-react'
import type { Dispatch } from 'react'
import type { FieldErrors } from '../../field-errors.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type Content, postTypeOf, videoDurationMs } from './content/content.ts'
import { DirectChoices } from './direct-choices.tsx'
import { DraftExplanation } from './draft-explanation.tsx'
import type { DraftAction } from './draft-reducer.ts'
import { Objections } from './objections.tsx'
import { OwnTexts } from './own-texts.tsx'
import type { TargetRow } from './target-list.tsx'
import type { TargetChange } from './target-rules.ts'

interface TargetCardProps {
  row: TargetRow
  content: Content
  errors: FieldErrors
  isAudited: boolean
  dispatch: Dispatch<DraftAction>
  onCopy?: () => void
}

/** The choices for one account. */
export function TargetCard({ row, content, errors, isAudited, dispatch, onCopy }: TargetCardProps) {
  const { target, account, creator } = row
  const type = postTypeOf(content)
  const nickname = creator?.data?.nickname ?? account.displayName
  const canChoose = target.mode === 'direct' && creator?.data?.canPost === true
  // A draft comes without a caption, photos come with their texts.
  const hasTexts = target.mode === 'draft' ? type === 'photo' : canChoose
  const handleChange = (change: TargetChange) => dispatch({ type: 'targetChanged', accountId: account.id, change })

  return (
    <section aria-label={`Choices for ${nickname}`} className="card grid gap-4 p-4 sm:p-5">
      <header className="flex flex-wrap items-center gap-3">
        <Avatar name={nickname} url={creator?.data?.avatarUrl ?? account.avatarUrl} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate leading-tight font-semibold">{nickname}</h3>
          <p className="truncate text-[0.87rem] text-muted">{handleOf(row)}</p>
        </div>
        <IconButton
          label={`Take ${nickname} off`}
          onClick={() => dispatch({ type: 'targetRemoved', accountId: account.id })}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <Segmented
        label={`How to send it to ${nickname}`}
        value={target.mode}
        options={[
          { value: 'direct', label: 'Publish directly', disabled: !account.capabilities.directPost },
          { value: 'draft', label: 'Send as draft', disabled: !account.capabilities.draft },
        ]}
        onChange={(mode) => handleChange({ mode })}
        className="sm:max-w-xs"
      />
      <Objections errors={errors} paths={[account.id, `${account.id}.accountId`, `${account.id}.mode`]} />
      {target.mode === 'draft' ? (
        <DraftExplanation nickname={nickname} type={type} />
      ) : (
        <DirectChoices
          target={target}
          type={type}
          creator={creator}
          errors={errors}
          durationMs={videoDurationMs(content)}
          isAudited={isAudited}
          onChange={handleChange}
        />
      )}
      {hasTexts && <OwnTexts target={target} type={type} errors={errors} onChange={handleChange} />}
      {onCopy && canChoose && (
        <Button size="small" className="justify-self-start" onClick={onCopy}>
          <CopyCheck aria-hidden className="size-4" />
          Apply these choices to all
        </Button>
      )}
    </section>
  )
}

function handleOf({ account, creator }: TargetRow): string {
  const username = creator?.data?.username ?? account.username
  return username ? `@${username}` : 'Handle not shared'
}
