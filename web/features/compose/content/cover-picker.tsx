import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useState } from 'react'
import { mediaFrameUrl } from '../../../media-urls.ts'
import { Picture } from '../../../ui/picture.tsx'
import { Slider } from '../../../ui/slider.tsx'
import { CoverStills } from './cover-stills.tsx'
import { COVER_STEP_MS, frameWords, lastCoverMs } from './cover-times.ts'

interface CoverPickerProps {
  mediaId: string
  durationMs: number
  /** Null: the first frame, which TikTok takes unless told otherwise. */
  coverTimestampMs: number | null
  onChoose: (coverTimestampMs: number | null) => void
  /** While a time is looked for. */
  onSeek: (atMs: number) => void
}

/** The frame that stands for the video in the profile: out of a row of stills, or at an exact time. */
export function CoverPicker({ mediaId, durationMs, coverTimestampMs, onChoose, onSeek }: CoverPickerProps) {
  const chosenMs = coverTimestampMs ?? 0
  const [soughtMs, setSoughtMs] = useState<number | null>(null)

  const handleSeek = (atMs: number) => {
    setSoughtMs(atMs)
    onSeek(atMs)
  }
  const handleChoose = (atMs: number) => {
    setSoughtMs(null)
    onSeek(atMs)
    onChoose(atMs === 0 ? null : atMs)
  }

  return (
    <Collapsible.Root className="border-t border-line pt-4 sm:col-span-2">
      <Collapsible.Trigger className="group -mx-1 flex items-center gap-1.5 rounded-md px-1 font-medium hover:text-accent">
        <ChevronRight aria-hidden className="size-4 transition-transform group-data-[state=open]:rotate-90" />
        Cover <span className="font-normal text-muted">{frameWords(chosenMs)}</span>
      </Collapsible.Trigger>
      <Collapsible.Content className="grid gap-3 pt-3">
        <div className="flex items-end gap-4">
          <Picture
            sources={[mediaFrameUrl(mediaId, chosenMs)]}
            alt={`The cover: ${frameWords(chosenMs)}`}
            className="aspect-[9/16] w-20 shrink-0 rounded-lg bg-sunken object-contain"
          />
          <div className="min-w-0 flex-1">
            <Slider
              label="Exact time"
              value={soughtMs ?? chosenMs}
              min={0}
              max={lastCoverMs(durationMs)}
              step={COVER_STEP_MS}
              words={frameWords}
              hint="The frame that stands for the video in the profile. The preview goes along."
              onChange={handleSeek}
              onCommit={handleChoose}
            />
          </div>
        </div>
        <CoverStills mediaId={mediaId} durationMs={durationMs} chosenMs={chosenMs} onChoose={handleChoose} />
      </Collapsible.Content>
    </Collapsible.Root>
  )
}
