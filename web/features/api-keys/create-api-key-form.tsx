import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { CreateApiKey } from '#shared/api/session.ts'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { formText } from '../../form-text.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { createApiKey, refreshApiKeys } from './queries.ts'

const NAME_MAX_LENGTH = CreateApiKey.shape.name.maxLength ?? undefined

/** Makes a key, and shows it this one time. */
export function CreateApiKeyForm() {
  const client = useQueryClient()
  const creation = useMutation({ mutationFn: createApiKey, onSuccess: () => refreshApiKeys(client) })

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    creation.mutate(formText(event.currentTarget, 'name'))
    event.currentTarget.reset()
  }

  return (
    <div className="grid gap-3">
      {creation.isSuccess && (
        <Notice
          tone="good"
          title={`The key “${creation.data.name}” is ready. It is shown only now.`}
          onDismiss={creation.reset}
        >
          <div className="mt-2 flex flex-wrap items-center gap-2">
            <code className="rounded-md bg-surface px-2.5 py-1.5 font-mono text-[0.87rem] break-all text-ink">
              {creation.data.key}
            </code>
            <CopyButton text={creation.data.key} />
          </div>
        </Notice>
      )}
      {creation.isError && <ProblemNotice {...errorWords(creation.error)} />}
      <form onSubmit={handleSubmit} className="flex flex-wrap items-end gap-2">
        <Field label="Name of the new key" error={fieldErrorsOf(creation.error).name} className="min-w-48 flex-1">
          {(control) => (
            <input
              {...control}
              name="name"
              required
              maxLength={NAME_MAX_LENGTH}
              placeholder="For example: upload script"
              autoComplete="off"
              className="input"
            />
          )}
        </Field>
        <Button type="submit" busy={creation.isPending}>
          Create key
        </Button>
      </form>
    </div>
  )
}
