import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import { mediaFrameUrl } from '../../../media-urls.ts'
import { formatTimecode } from '../../../ui/format-amount.ts'
import { Picture } from '../../../ui/picture.tsx'
import { Slider } from '../../../ui/slider.tsx'
import { COVER_STEP_MS, lastCoverMs, stillTimes } from './cover-times.ts'

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
    <div className="grid gap-3 border-t border-line pt-4 sm:col-span-2">
      <h3 className="font-medium">Cover</h3>
      <div className="flex items-end gap-4">
        <Picture
          sources={[mediaFrameUrl(mediaId, chosenMs)]}
          alt={`The cover: ${frameWords(chosenMs)}`}
          className="aspect-[9/16] w-20 shrink-0 rounded-lg bg-black object-contain"
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
      <RadioGroup.Root
        aria-label="Cover"
        value={String(chosenMs)}
        onValueChange={(value) => handleChoose(Number(value))}
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
              className="aspect-[9/16] w-full bg-black object-contain"
            />
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  )
}

function frameWords(atMs: number): string {
  return atMs === 0 ? 'First frame' : `Frame at ${formatTimecode(atMs)}`
}
