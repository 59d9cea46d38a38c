import type { FieldErrors } from '../../field-errors.ts'
import { Field } from '../../ui/field.tsx'

const PASSWORD_MIN_LENGTH = 8

interface CredentialsFieldsProps {
  errors: FieldErrors
  isNew: boolean
}

export function CredentialsFields({ errors, isNew }: CredentialsFieldsProps) {
  return (
    <>
      <Field label="Email" error={errors.email}>
        {(control) => (
          <input {...control} name="email" type="email" autoComplete="username" required className="input" />
        )}
      </Field>
      <Field
        label="Password"
        error={errors.password}
        hint={isNew && `At least ${PASSWORD_MIN_LENGTH} characters. A sentence is easier to remember than a word.`}
      >
        {(control) => (
          <input
            {...control}
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            minLength={isNew ? PASSWORD_MIN_LENGTH : undefined}
            required
            className="input"
          />
        )}
      </Field>
    </>
  )
}
