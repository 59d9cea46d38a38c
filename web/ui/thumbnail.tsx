import { Film, type LucideIcon } from 'lucide-react'
import { useState } from 'react'

interface ThumbnailProps {
  src: string | null
  /** A moving picture in its place, while there is one. */
  movingSrc?: string | null
  /** In place of a still. */
  icon?: LucideIcon
}

/** A small still; an icon where there is none, or it cannot be fetched. */
export function Thumbnail({ src, movingSrc = null, icon: Icon = Film }: ThumbnailProps) {
  const [missing, setMissing] = useState<string | null>(null)
  if (src === null || src === missing) {
    return (
      <span className="grid aspect-[9/16] w-full place-items-center rounded-lg bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
    )
  }
  return (
    <span className="relative block">
      <img
        src={src}
        alt=""
        loading="lazy"
        className="aspect-[9/16] w-full rounded-lg bg-sunken object-cover"
        onError={() => setMissing(src)}
      />
      {movingSrc !== null && <MovingPicture src={movingSrc} />}
    </span>
  )
}

/** Over the still, which stays to be seen until this is loaded, or where it cannot be. */
function MovingPicture({ src }: { src: string }) {
  const [isLoaded, setIsLoaded] = useState(false)
  return (
    <img
      src={src}
      alt=""
      className={`absolute inset-0 size-full rounded-lg object-cover ${isLoaded ? '' : 'invisible'}`}
      onLoad={() => setIsLoaded(true)}
    />
  )
}
