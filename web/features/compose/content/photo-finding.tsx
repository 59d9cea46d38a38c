import { ChevronRight, WandSparkles } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from '../../../ui/button.tsx'
import { MediaChecks } from '../../../ui/media-checks.tsx'
import { MediaFacts } from '../../../ui/media-facts.tsx'
import { ProblemNotice } from '../../../ui/problem-notice.tsx'
import type { ContentWork } from './content-work.ts'
import { FixProgress } from './fix-offer.tsx'
import { fixWords } from './fixes.ts'
import { isFixable, nameOf, type Piece, wouldBeRefused } from './piece.ts'

interface PhotoFindingProps {
  photo: Piece
  /** What the server objected to about it. */
  objections: ReactNode
  place: number
  work: ContentWork
}

/** What was found in one photo: in a line, in full when it is opened, and one click to mend it. */
export function PhotoFinding({ photo, objections, place, work }: PhotoFindingProps) {
  const name = nameOf(photo)
  return (
    <Collapsible.Root asChild defaultOpen={wouldBeRefused(photo)}>
      <li className="grid gap-2.5 rounded-lg border border-line p-3">
        <div className="flex items-start justify-between gap-3">
          <Collapsible.Trigger className="group flex min-w-0 gap-1.5 rounded-md text-left">
            <ChevronRight
              aria-hidden
              className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-data-[state=open]:rotate-90"
            />
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">
                {place}. {name}
              </span>{' '}
              <span className="text-[0.93rem] text-muted group-data-[state=open]:hidden">{summaryOf(photo)}</span>
            </span>
          </Collapsible.Trigger>
          {isFixable(photo) && (
            <Button size="small" aria-label={`Fix ${name}`} onClick={() => work.fix([photo])}>
              <WandSparkles aria-hidden className="size-4" />
              Fix it
            </Button>
          )}
        </div>
        {objections}
        <Progress photo={photo} work={work} />
        <Collapsible.Content className="grid gap-2">
          <Details photo={photo} />
        </Collapsible.Content>
      </li>
    </Collapsible.Root>
  )
}

function Progress({ photo, work }: Pick<PhotoFindingProps, 'photo' | 'work'>) {
  switch (photo.step) {
    case 'failed':
      return <ProblemNotice {...photo.failure} onRetry={() => work.retry(photo)} />
    case 'fixing':
      return <FixProgress name={nameOf(photo)} progress={photo.progress} onCancel={() => work.cancelFix(photo.key)} />
    case 'ready':
      return photo.failure && <ProblemNotice {...photo.failure} />
    default:
      return null
  }
}

function Details({ photo }: { photo: Piece }) {
  if (photo.step !== 'ready' && photo.step !== 'fixing') return null
  const fix = photo.step === 'ready' && fixWords(photo.media.checks)
  return (
    <>
      <MediaFacts media={photo.media} />
      <MediaChecks checks={photo.media.checks} />
      {fix && <p className="text-[0.93rem] text-muted">“Fix it”: {fix}</p>}
    </>
  )
}

function summaryOf(photo: Piece): string {
  if (photo.step !== 'ready' && photo.step !== 'fixing') return ''
  const [first, ...others] = photo.media.checks.filter(({ level }) => level !== 'ok')
  return [first?.message, others.length > 0 && `And ${others.length} more.`].filter(Boolean).join(' ')
}
