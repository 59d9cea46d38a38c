import type { Ref } from 'react'

interface VideoPlayerProps {
  src: string
  label: string
  poster?: string
  ref?: Ref<HTMLVideoElement>
  onDuration?: (durationMs: number) => void
}

/** A video in an upright frame, as TikTok shows it. */
export function VideoPlayer({ src, label, poster, ref, onDuration }: VideoPlayerProps) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: the creator's own video; captions are made by TikTok after publishing.
    <video
      ref={ref}
      src={src}
      aria-label={label}
      poster={poster}
      controls
      playsInline
      preload="metadata"
      className="aspect-[9/16] w-full rounded-xl bg-black object-contain"
      onLoadedMetadata={(event) => onDuration?.(Math.round(event.currentTarget.duration * 1000))}
    />
  )
}
