import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'

interface SlideshowProgressProps {
  progress: number
  onCancel: () => void
}

export function SlideshowProgress({ progress, onCancel }: SlideshowProgressProps) {
  return (
    <div className="grid gap-2">
      <ProgressBar label="Making the slideshow" value={progress} max={1} />
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[0.93rem] text-muted tabular-nums">
          Making the slideshow: {Math.round(progress * 100)}%
        </p>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
