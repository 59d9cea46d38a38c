import { Checkbox } from '../../ui/checkbox.tsx'
import { CaptionField } from './caption-field.tsx'
import type { TargetDraft } from './draft.ts'
import type { TargetChange } from './target-rules.ts'

interface OwnCaptionProps {
  target: TargetDraft
  error: string | undefined
  onChange: (change: TargetChange) => void
}

export function OwnCaption({ target, error, onChange }: OwnCaptionProps) {
  return (
    <div className="grid gap-2">
      <Checkbox
        label="Another caption for this account"
        checked={target.caption !== null}
        onChange={(isOwn) => onChange({ caption: isOwn ? '' : null })}
      />
      {target.caption !== null && (
        <CaptionField
          label="Caption for this account"
          caption={target.caption}
          error={error}
          rows={3}
          onChange={(caption) => onChange({ caption })}
        />
      )}
    </div>
  )
}
