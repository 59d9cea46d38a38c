import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

interface ProblemNoticeProps {
  title: string
  detail: string
  remedy: string | null
  requestId: string | null
  onRetry?: () => void
  className?: string
}

/** An error in full: what happened, what to do, and the id to look it up by. */
export function ProblemNotice({ title, detail, remedy, requestId, onRetry, className }: ProblemNoticeProps) {
  return (
    <Notice tone="bad" title={title} {...(className && { className })}>
      <p>{detail}</p>
      {remedy && <p className="mt-1 text-ink">{remedy}</p>}
      {requestId && <p className="mt-1 font-mono text-[0.8rem] break-all">Request {requestId}</p>}
      {onRetry && (
        <Button size="small" className="mt-2.5" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  )
}
