import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { maxLengthOf, type TextName } from './text-limits.ts'

interface TextFieldProps {
  name: TextName
  label: string
  text: string
  error: string | undefined
  hint?: string
  rows?: number
  onChange: (text: string) => void
}

/** A text of the post with its count. Too long is said, never cut. */
export function TextField({ name, label, text, error, hint, rows = 4, onChange }: TextFieldProps) {
  const maxLength = maxLengthOf(name)
  const excess = text.length - maxLength
  const tooLong = excess > 0 ? `${excess} too many. Shorten it: TikTok takes at most ${maxLength}.` : undefined
  return (
    <Field
      label={label}
      error={error ?? tooLong}
      hint={
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>{hint}</span>
          <span className={classNames('ml-auto tabular-nums', excess > 0 && 'font-medium text-bad')}>
            {text.length} / {maxLength}
          </span>
        </span>
      }
    >
      {(control) =>
        rows === 1 ? (
          <input
            {...control}
            value={text}
            className="input"
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        ) : (
          <textarea
            {...control}
            aria-invalid={control['aria-invalid']}
            value={text}
            rows={rows}
            className="input resize-y"
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
    </Field>
  )
}
