import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { formText } from '../../form-text.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { signIn } from './authenticate.ts'
import { CredentialsFields } from './credentials-fields.tsx'

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const attempt = useMutation({ mutationFn: signIn, onSuccess: onSignedIn })

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    attempt.mutate({ email: formText(form, 'email'), password: formText(form, 'password') })
  }

  return (
    <form onSubmit={handleSubmit} className="grid gap-4">
      {attempt.isError && <ProblemNotice {...errorWords(attempt.error)} />}
      <CredentialsFields errors={fieldErrorsOf(attempt.error)} isNew={false} />
      <Button type="submit" variant="primary" busy={attempt.isPending}>
        Sign in
      </Button>
    </form>
  )
}
