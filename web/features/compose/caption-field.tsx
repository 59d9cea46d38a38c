import { CAPTION_MAX_LENGTH } from '#shared/limits.ts'
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'

interface CaptionFieldProps {
  label: string
  caption: string
  error: string | undefined
  hint?: string
  rows?: number
  onChange: (caption: string) => void
}

/** A caption with its count. Too long is said, never cut. */
export function CaptionField({ label, caption, error, hint, rows = 4, onChange }: CaptionFieldProps) {
  const excess = caption.length - CAPTION_MAX_LENGTH
  const tooLong = excess > 0 ? `${excess} too many. Shorten it: TikTok takes at most ${CAPTION_MAX_LENGTH}.` : undefined
  return (
    <Field
      label={label}
      error={error ?? tooLong}
      hint={
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>{hint}</span>
          <span className={classNames('ml-auto tabular-nums', excess > 0 && 'font-medium text-bad')}>
            {caption.length} / {CAPTION_MAX_LENGTH}
          </span>
        </span>
      }
    >
      {(control) => (
        <textarea
          {...control}
          aria-invalid={control['aria-invalid']}
          value={caption}
          rows={rows}
          className="input resize-y"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
