import { Film } from 'lucide-react'
import { useState } from 'react'

/** A small still of a video; a film icon where there is no video, or its still cannot be fetched. */
export function Thumbnail({ src }: { src: string | null }) {
  const [missing, setMissing] = useState<string | null>(null)
  if (src === null || src === missing) {
    return (
      <span className="grid aspect-[9/16] w-full place-items-center rounded-lg bg-sunken text-muted">
        <Film aria-hidden className="size-5" />
      </span>
    )
  }
  return (
    <img
      src={src}
      alt=""
      loading="lazy"
      className="aspect-[9/16] w-full rounded-lg bg-sunken object-cover"
      onError={() => setMissing(src)}
    />
  )
}
