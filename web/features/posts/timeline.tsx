import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useState } from 'react'
import type { PublicationEvent } from '#shared/api/events.ts'
import { errorWords } from '../../error-words.ts'
import { withPrivacyWords } from '../../privacy-words.ts'
import { formatExactMoment, withLocalMoments } from '../../ui/format-time.ts'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { timelineQuery } from './queries.ts'
import { publicationStatusWords } from './status-words.ts'

/** Everything that happened to a publication, step by step. */
export function Timeline({ publicationId, startsOpen }: { publicationId: string; startsOpen: boolean }) {
  const [isOpen, setIsOpen] = useState(startsOpen)
  return (
    <Collapsible.Root open={isOpen} onOpenChange={setIsOpen} className="border-t border-line pt-3">
      <Collapsible.Trigger className="group -mx-1 flex items-center gap-1.5 rounded-md px-1 text-[0.93rem] font-medium text-muted hover:text-ink">
        <ChevronRight aria-hidden className="size-4 transition-transform group-data-[state=open]:rotate-90" />
        What happened
      </Collapsible.Trigger>
      <Collapsible.Content className="pt-3">
        <Steps publicationId={publicationId} />
      </Collapsible.Content>
    </Collapsible.Root>
  )
}

function Steps({ publicationId }: { publicationId: string }) {
  const timeline = useQuery(timelineQuery(publicationId))
  if (timeline.isPending) return <Skeleton className="h-16" />
  if (timeline.isError) {
    return <ProblemNotice {...errorWords(timeline.error)} onRetry={() => void timeline.refetch()} />
  }
  if (timeline.data.items.length === 0) return <p className="text-[0.93rem] text-muted">Nothing yet.</p>
  const steps = timeline.data.items.toSorted((a, b) => a.at.localeCompare(b.at))
  return (
    <ol className="ml-1.5 grid gap-3 border-l border-line pl-4">
      {steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  )
}

const dots = { neutral: 'bg-edge', info: 'bg-info', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad' } as const

function Step({ step }: { step: PublicationEvent }) {
  const { tone } = publicationStatusWords[step.status]
  const codes = [step.code, step.logId && `log id ${step.logId}`].filter(Boolean)
  return (
    <li className="relative text-[0.93rem] wrap-anywhere">
      <span
        aria-hidden
        className={`absolute top-2 -left-[1.31rem] size-2 rounded-full ring-3 ring-surface ${dots[tone]}`}
      />
      <p>{withPrivacyWords(withLocalMoments(step.message))}</p>
      <p className="text-[0.83rem] text-muted">
        <time dateTime={step.at}>{formatExactMoment(new Date(step.at))}</time>
        {codes.length > 0 && <span className="font-mono break-all"> · {codes.join(' · ')}</span>}
      </p>
    </li>
  )
}
