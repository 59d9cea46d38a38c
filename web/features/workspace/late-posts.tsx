import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { Field } from '../../ui/field.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToast } from '../../ui/toast.tsx'
import { lateChoices } from './late-choices.ts'
import { keepWorkspace, updateWorkspace, workspaceQuery } from './queries.ts'

/** How late a post may go out after a standstill; saved as soon as it is chosen. */
export function LatePosts({ isOwner }: { isOwner: boolean }) {
  const client = useQueryClient()
  const showToast = useToast()
  const workspace = useQuery(workspaceQuery())
  const change = useMutation({
    mutationFn: updateWorkspace,
    onSuccess: (saved) => {
      keepWorkspace(client, saved)
      showToast({ tone: 'good', title: 'Saved' })
    },
  })
  if (workspace.isPending) return <Skeleton className="h-16" />
  if (workspace.isError)
    return <ProblemNotice {...errorWords(workspace.error)} onRetry={() => void workspace.refetch()} />

  const minutes = change.isPending
    ? (change.variables.publishLateMaxMinutes ?? workspace.data.publishLateMaxMinutes)
    : workspace.data.publishLateMaxMinutes
  return (
    <div className="grid gap-3">
      {change.isError && <ProblemNotice {...errorWords(change.error)} />}
      <Field
        label="How late may a post go out?"
        hint={isOwner ? undefined : 'Only the owner of the workspace can change this.'}
        error={fieldErrorsOf(change.error).publishLateMaxMinutes}
        className="max-w-xs"
      >
        {(control) => (
          <select
            {...control}
            value={minutes}
            disabled={!isOwner || change.isPending}
            onChange={(event) => change.mutate({ publishLateMaxMinutes: Number(event.target.value) })}
            className="input"
          >
            {lateChoices(minutes).map((choice) => (
              <option key={choice.minutes} value={choice.minutes}>
                {choice.label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}
