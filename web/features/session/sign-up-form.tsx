import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { formText } from '../../form-text.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { signUp } from './authenticate.ts'
import { CredentialsFields } from './credentials-fields.tsx'

interface SignUpFormProps {
  submitLabel: string
  onSignedIn: () => void
}

export function SignUpForm({ submitLabel, onSignedIn }: SignUpFormProps) {
  const attempt = useMutation({ mutationFn: signUp, onSuccess: onSignedIn })
  const errors = fieldErrorsOf(attempt.error)

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    attempt.mutate({
      name: formText(form, 'name').trim(),
      email: formText(form, 'email'),
      password: formText(form, 'password'),
    })
  }

  return (
    <form onSubmit={handleSubmit} className="grid gap-4">
      {attempt.isError && <ProblemNotice {...errorWords(attempt.error)} />}
      <Field label="Your name" error={errors.name}>
        {(control) => <input {...control} name="name" autoComplete="name" required className="input" />}
      </Field>
      <CredentialsFields errors={errors} isNew />
      <Button type="submit" variant="primary" busy={attempt.isPending}>
        {submitLabel}
      </Button>
    </form>
  )
}
