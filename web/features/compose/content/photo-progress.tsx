import { CircleAlert, Clock, TriangleAlert } from 'lucide-react'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { nameOf, type Piece, wouldBeRefused } from './piece.ts'

/** Over a photo: how far it is, or that something about it has to be looked at. */
export function PhotoProgress({ photo }: { photo: Piece }) {
  const name = nameOf(photo)
  switch (photo.step) {
    case 'waiting':
      return <Mark icon={Clock} label="Waits for its upload" />
    case 'uploading':
      return <Bar label={`Upload of ${name}`} value={photo.sentBytes} max={photo.sizeBytes} />
    case 'fixing':
      return <Bar label={`Fixing ${name}`} value={photo.progress} max={1} />
    case 'failed':
      return <Mark icon={CircleAlert} label="Not uploaded" />
    case 'ready':
      if (wouldBeRefused(photo)) return <Mark icon={CircleAlert} label="Must be changed" />
      if (photo.media.checks.every(({ level }) => level === 'ok')) return null
      return <Mark icon={TriangleAlert} label="Look at this" />
  }
}

interface BarProps {
  label: string
  value: number
  max: number
}

function Bar(props: BarProps) {
  return (
    <span className="absolute inset-x-0 bottom-0 bg-black/60 p-2 pl-10">
      <ProgressBar {...props} />
    </span>
  )
}

function Mark({ icon: Icon, label }: { icon: typeof Clock; label: string }) {
  return (
    <span className="absolute right-2 bottom-2 grid size-6 place-items-center rounded-full bg-black/60 text-white">
      <Icon role="img" aria-label={label} className="size-4" />
    </span>
  )
}
