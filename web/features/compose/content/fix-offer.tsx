import { WandSparkles } from 'lucide-react'
import type { MediaCheck } from '#shared/api/media.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { fixWords } from './fixes.ts'

interface FixOfferProps {
  checks: readonly MediaCheck[]
  onFix: () => void
}

/** One click for all that Clipdeck can mend, and what that would be. */
export function FixOffer({ checks, onFix }: FixOfferProps) {
  const words = fixWords(checks)
  if (words === null) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button size="small" onClick={onFix}>
        <WandSparkles aria-hidden className="size-4" />
        Fix it
      </Button>
      <p className="min-w-48 flex-1 text-[0.87rem] text-muted">{words}</p>
    </div>
  )
}

interface FixProgressProps {
  name: string
  progress: number
  onCancel: () => void
}

export function FixProgress({ name, progress, onCancel }: FixProgressProps) {
  return (
    <div className="grid gap-1.5">
      <ProgressBar label={`Fixing ${name}`} value={progress} max={1} />
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[0.93rem] text-muted tabular-nums">
          Fixing: {Math.round(progress * 100)}%
        </p>
        <Button size="small" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
