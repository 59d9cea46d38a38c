import { RadioGroup } from 'radix-ui'
import { mediaFrameUrl } from '../../../media-urls.ts'
import { Picture } from '../../../ui/picture.tsx'
import { frameWords, stillTimes } from './cover-times.ts'

interface CoverStillsProps {
  mediaId: string
  durationMs: number
  chosenMs: number
  onChoose: (atMs: number) => void
}

/** Stills from all over the video, one of which is the cover unless that is at a time between them. */
export function CoverStills({ mediaId, durationMs, chosenMs, onChoose }: CoverStillsProps) {
  return (
    <RadioGroup.Root
      aria-label="Cover"
      value={String(chosenMs)}
      onValueChange={(value) => onChoose(Number(value))}
      className="grid grid-cols-4 gap-1.5 sm:grid-cols-8"
    >
      {stillTimes(durationMs).map((atMs) => (
        <RadioGroup.Item
          key={atMs}
          value={String(atMs)}
          aria-label={frameWords(atMs)}
          className="overflow-hidden rounded-lg ring-offset-2 ring-offset-surface data-[state=checked]:ring-2 data-[state=checked]:ring-accent"
        >
          <Picture
            sources={[mediaFrameUrl(mediaId, atMs)]}
            alt=""
            className="aspect-[9/16] w-full bg-sunken object-contain"
          />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
