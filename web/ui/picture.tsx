import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { classNames } from './class-names.ts'

interface PictureProps {
  /** Where it may be found, the best first: what cannot be shown is passed over. */
  sources: readonly string[]
  alt: string
  className?: string
}

/** A picture; an icon where none of its sources can be shown. */
export function Picture({ sources, alt, className }: PictureProps) {
  const [missing, setMissing] = useState<readonly string[]>([])
  const src = sources.find((source) => !missing.includes(source))
  if (src === undefined) {
    return (
      <span role="img" aria-label={alt} className={classNames('grid place-items-center text-muted', className)}>
        <ImageOff aria-hidden className="size-6" />
      </span>
    )
  }
  return (
    <img
      src={src}
      alt={alt}
      loading="lazy"
      draggable={false}
      className={className}
      onError={() => setMissing((known) => [...known, src])}
    />
  )
}
