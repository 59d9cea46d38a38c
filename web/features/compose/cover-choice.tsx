import type { RefObject } from 'react'
import { Button } from '../../ui/button.tsx'
import { formatDuration } from '../../ui/format-amount.ts'

interface CoverChoiceProps {
  coverTimestampMs: number | null
  onChoose: (coverTimestampMs: number | null) => void
  player: RefObject<HTMLVideoElement | null>
}

/** The frame that stands for the video in the profile. TikTok takes the first one unless told otherwise. */
export function CoverChoice({ coverTimestampMs, onChoose, player }: CoverChoiceProps) {
  const handleClick = () => {
    if (player.current) onChoose(Math.round(player.current.currentTime * 1000))
  }
  return (
    <div className="grid justify-items-center gap-1 text-center text-[0.87rem] text-muted">
      <p>Cover: {coverTimestampMs === null ? 'first frame' : `frame at ${formatDuration(coverTimestampMs)}`}</p>
      <div className="flex flex-wrap justify-center gap-1">
        <Button size="small" onClick={handleClick}>
          Use this frame
        </Button>
        {coverTimestampMs !== null && (
          <Button size="small" variant="quiet" onClick={() => onChoose(null)}>
            First frame
          </Button>
        )}
      </div>
    </div>
  )
}
