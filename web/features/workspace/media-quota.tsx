import { useQuery } from '@tanstack/react-query'
import { errorWords } from '../../error-words.ts'
import { formatDecimalSize } from '../../ui/format-amount.ts'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { workspaceQuery } from './queries.ts'

/** How much room the media of the workspace take, of how much they may. */
export function MediaQuota() {
  const workspace = useQuery(workspaceQuery())
  if (workspace.isPending) return <Skeleton className="h-10 max-w-sm" />
  if (workspace.isError) {
    return <ProblemNotice {...errorWords(workspace.error)} onRetry={() => void workspace.refetch()} />
  }
  const { usedBytes, quotaBytes } = workspace.data.media
  if (quotaBytes === null) return <p className="text-muted">{formatDecimalSize(usedBytes)} in use.</p>
  return (
    <div className="grid max-w-sm gap-1.5">
      <p className="text-muted">
        {formatDecimalSize(usedBytes)} of {formatDecimalSize(quotaBytes)} in use.
      </p>
      <ProgressBar label="Room in use" value={usedBytes} max={quotaBytes} />
    </div>
  )
}
