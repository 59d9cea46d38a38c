import type { CreatorInfo } from '#shared/api/accounts.ts'
import type { PostType } from '#shared/api/posts.ts'
import type { FieldErrors } from '../../field-errors.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { TargetDraft } from './draft.ts'
import type { TargetChange } from './target-rules.ts'

interface InteractionFieldsProps {
  target: TargetDraft
  type: PostType
  creator: CreatorInfo
  errors: FieldErrors
  onChange: (change: TargetChange) => void
}

const TURNED_OFF = 'Turned off in this creator’s TikTok settings.'
const names = new Intl.ListFormat('en')

/** What viewers may do, duets and stitches only with videos: unticked at the start, greyed out where the creator turned it off. */
export function InteractionFields({ target, type, creator, errors, onChange }: InteractionFieldsProps) {
  const rows = rowsOf(creator, type)
  const off = rows.filter(({ isOff }) => isOff).map(({ label }) => label)
  const messages = rows.map(({ field }) => errors[`${target.accountId}.${field}`]).filter(Boolean)

  return (
    <fieldset>
      <legend className="font-medium">Allow users to</legend>
      <div className="flex flex-wrap gap-x-5">
        {rows.map(({ field, label, isOff }) => (
          <Checkbox
            key={field}
            label={label}
            checked={target[field] && !isOff}
            blockedBecause={isOff ? TURNED_OFF : null}
            onChange={(isAllowed) => onChange({ [field]: isAllowed })}
          />
        ))}
      </div>
      {off.length > 0 && (
        <p className="text-[0.87rem] text-muted">{names.format(off)}: turned off in this creator’s TikTok settings.</p>
      )}
      {messages.map((message) => (
        <p key={message} className="text-[0.87rem] font-medium text-bad">
          {message}
        </p>
      ))}
    </fieldset>
  )
}

function rowsOf(creator: CreatorInfo, type: PostType) {
  const comment = { field: 'allowComment', label: 'Comment', isOff: creator.commentDisabled } as const
  if (type === 'photo') return [comment]
  return [
    comment,
    { field: 'allowDuet', label: 'Duet', isOff: creator.duetDisabled },
    { field: 'allowStitch', label: 'Stitch', isOff: creator.stitchDisabled },
  ] as const
}
