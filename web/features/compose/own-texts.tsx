import type { PostType } from '#shared/api/posts.ts'
import type { FieldErrors } from '../../field-errors.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { TargetDraft } from './draft.ts'
import type { TargetChange } from './target-rules.ts'
import { TextField } from './text-field.tsx'
import { type TextName, textNamesOf } from './text-limits.ts'

interface OwnTextsProps {
  target: TargetDraft
  type: PostType
  errors: FieldErrors
  onChange: (change: TargetChange) => void
}

const labels: Record<TextName, string> = { caption: 'Caption', title: 'Title', description: 'Description' }
const rows: Record<TextName, number> = { caption: 3, title: 1, description: 3 }

/** Texts of the post that this account has otherwise. */
export function OwnTexts({ target, type, errors, onChange }: OwnTextsProps) {
  return (
    <div className="grid gap-2">
      {textNamesOf(type).map((name) => (
        <OwnText
          key={name}
          name={name}
          text={target[name]}
          error={errors[`${target.accountId}.${name}`]}
          onChange={(text) => onChange({ [name]: text })}
        />
      ))}
    </div>
  )
}

interface OwnTextProps {
  name: TextName
  text: string | null
  error: string | undefined
  onChange: (text: string | null) => void
}

function OwnText({ name, text, error, onChange }: OwnTextProps) {
  return (
    <>
      <Checkbox
        label={`Another ${name} for this account`}
        checked={text !== null}
        onChange={(isOwn) => onChange(isOwn ? '' : null)}
      />
      {text !== null && (
        <TextField
          name={name}
          label={`${labels[name]} for this account`}
          text={text}
          error={error}
          rows={rows[name]}
          onChange={onChange}
        />
      )}
    </>
  )
}
