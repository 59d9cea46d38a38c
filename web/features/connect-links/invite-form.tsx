import type { FormEvent } from 'react'
import { CONNECT_LINK_HOURS, CreateConnectLink } from '#shared/api/connect-links.ts'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { formText } from '../../form-text.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'

const LABEL_MAX_LENGTH = CreateConnectLink.shape.label.unwrap().maxLength ?? undefined

const lives: readonly { hours: number; label: string }[] = [
  { hours: 1, label: '1 hour' },
  { hours: 24, label: '1 day' },
  { hours: CONNECT_LINK_HOURS.default, label: '7 days' },
  { hours: CONNECT_LINK_HOURS.max, label: '30 days' },
]

interface InviteFormProps {
  busy: boolean
  error: Error | null
  onSubmit: (wish: CreateConnectLink) => void
}

export function InviteForm({ busy, error, onSubmit }: InviteFormProps) {
  const errors = fieldErrorsOf(error)
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const label = formText(form, 'label')
    onSubmit({ expiresInHours: Number(formText(form, 'hours')), ...(label && { label }) })
  }

  return (
    <form onSubmit={handleSubmit} className="grid gap-4">
      <p className="text-muted">
        Send a creator this link, and they connect a TikTok account of theirs by it. They need no account here and see
        nothing of this workspace. One account can be connected by one link.
      </p>
      {error && <ProblemNotice {...errorWords(error)} />}
      <Field label="Who is it for?" hint="Optional, and only seen here." error={errors.label}>
        {(control) => (
          <input
            {...control}
            name="label"
            maxLength={LABEL_MAX_LENGTH}
            placeholder="For example: Mara, summer campaign"
            autoComplete="off"
            className="input"
          />
        )}
      </Field>
      <Field label="The link is good for" error={errors.expiresInHours}>
        {(control) => (
          <select {...control} name="hours" defaultValue={CONNECT_LINK_HOURS.default} className="input">
            {lives.map(({ hours, label }) => (
              <option key={hours} value={hours}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy}>
          Make the link
        </Button>
      </div>
    </form>
  )
}
