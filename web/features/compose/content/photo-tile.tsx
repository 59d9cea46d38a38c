import { ArrowLeft, ArrowRight, Star, X } from 'lucide-react'
import type { DragEvent } from 'react'
import { CoverMark } from '../../../ui/carousel.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { PhotoProgress } from './photo-progress.tsx'
import { smallSources } from './photo-sources.ts'
import { nameOf, type Piece } from './piece.ts'

interface PhotoTileProps {
  photo: Piece
  index: number
  count: number
  isCover: boolean
  isDragged: boolean
  onMove: (toIndex: number, button: HTMLElement) => void
  onCover: () => void
  onRemove: () => void
  onDragChange: (isDragged: boolean) => void
  /** Another photo is held over this one. */
  onDragOver: () => void
}

/** One photo of the post, with its place. */
export function PhotoTile(props: PhotoTileProps) {
  const { photo, index, count, isCover, isDragged, onMove, onCover, onRemove, onDragChange, onDragOver } = props
  const name = nameOf(photo)

  const handleDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move'
    // Firefox drags nothing without data.
    event.dataTransfer.setData('text/plain', name)
    onDragChange(true)
  }
  const handleDragOver = (event: DragEvent) => {
    event.preventDefault()
    onDragOver()
  }

  return (
    <li
      aria-label={`Photo ${index + 1} of ${count}: ${name}`}
      draggable
      onDragStart={handleDragStart}
      onDragEnd={() => onDragChange(false)}
      onDragOver={handleDragOver}
      onDrop={(event) => event.preventDefault()}
      className={classNames('grid gap-1', isDragged && 'opacity-50')}
    >
      <div className="relative aspect-[3/4] cursor-grab overflow-hidden rounded-lg bg-sunken active:cursor-grabbing">
        <Picture sources={smallSources(photo)} alt="" className="size-full object-cover" />
        <PhotoProgress photo={photo} />
        <span className="absolute bottom-2 left-2 grid size-6 place-items-center rounded-full bg-black/60 text-[0.8rem] font-medium text-white tabular-nums">
          {index + 1}
        </span>
        {isCover && <CoverMark />}
        <button
          type="button"
          aria-label={`Take ${name} off`}
          onClick={onRemove}
          className="absolute top-1.5 right-1.5 grid size-7 place-items-center rounded-full bg-black/60 text-white hover:bg-black/80 disabled:opacity-50 pointer-coarse:size-9"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <div className="flex justify-between">
        <IconButton
          label={`Move ${name} earlier`}
          blockedBecause={index === 0 ? 'It is the first.' : null}
          onClick={({ currentTarget }) => onMove(index - 1, currentTarget)}
        >
          <ArrowLeft aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={`Make ${name} the cover`} isPressed={isCover} onClick={onCover}>
          <Star aria-hidden className={classNames('size-4', isCover && 'fill-accent text-accent')} />
        </IconButton>
        <IconButton
          label={`Move ${name} later`}
          blockedBecause={index === count - 1 ? 'It is the last.' : null}
          onClick={({ currentTarget }) => onMove(index + 1, currentTarget)}
        >
          <ArrowRight aria-hidden className="size-4" />
        </IconButton>
      </div>
    </li>
  )
}
