import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiKey } from '#shared/api/session.ts'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToast } from '../../ui/toast.tsx'
import { apiKeysQuery, deleteApiKey, refreshApiKeys } from './queries.ts'

export function ApiKeyList() {
  const keys = useQuery(apiKeysQuery())
  if (keys.isPending) return <Skeleton className="h-16" />
  if (keys.isError) return <ProblemNotice {...errorWords(keys.error)} onRetry={() => void keys.refetch()} />
  if (keys.data.items.length === 0) return <p className="text-muted">No key yet.</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {keys.data.items.map((key) => (
        <ApiKeyRow key={key.id} apiKey={key} />
      ))}
    </ul>
  )
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient()
  const showToast = useToast()
  const removal = useMutation({
    mutationFn: deleteApiKey,
    onError: (error) => {
      const { title, detail } = errorWords(error)
      showToast({ tone: 'bad', title, detail })
    },
    onSettled: () => refreshApiKeys(client),
  })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{apiKey.name}</p>
        <p className="text-[0.87rem] text-muted">
          {apiKey.start && <code className="font-mono">{apiKey.start}…</code>} created <Moment at={apiKey.createdAt} />
          {apiKey.lastUsedAt ? (
            <>
              , last used <Moment at={apiKey.lastUsedAt} />
            </>
          ) : (
            ', never used'
          )}
        </p>
      </div>
      <ConfirmDialog
        danger
        title={`Delete the key “${apiKey.name}”?`}
        confirmLabel="Delete the key"
        onConfirm={() => removal.mutate(apiKey.id)}
        trigger={
          <Button size="small" variant="quiet" busy={removal.isPending}>
            Delete
          </Button>
        }
      >
        Programs that use it are shut out at once. This cannot be taken back.
      </ConfirmDialog>
    </li>
  )
}
