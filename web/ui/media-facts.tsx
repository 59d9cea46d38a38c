import type { Media } from '#shared/api/media.ts'
import { formatDuration, formatSize } from './format-amount.ts'

/** A media file in one line: length, picture, codec, size. */
export function MediaFacts({ media }: { media: Media }) {
  const facts = [
    media.durationMs !== null && formatDuration(media.durationMs),
    media.width !== null && media.height !== null && `${media.width} × ${media.height}`,
    media.codec,
    media.frameRate !== null && `${Math.round(media.frameRate)} fps`,
    formatSize(media.sizeBytes),
  ]
  return <p className="text-[0.93rem] text-muted">{facts.filter(Boolean).join(' · ')}</p>
}
