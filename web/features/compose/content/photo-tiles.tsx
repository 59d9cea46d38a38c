import { ImagePlus } from 'lucide-react'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { PHOTO_MAX_COUNT } from '#shared/limits.ts'
import { FileButton } from '../../../ui/file-button.tsx'
import { FileDrop } from '../../../ui/file-drop.tsx'
import { PHOTO_TYPES } from './file-picker.tsx'
import { PhotoTile } from './photo-tile.tsx'
import { nameOf, type Piece } from './piece.ts'

interface PhotoTilesProps {
  photos: readonly Piece[]
  coverIndex: number
  onMove: (key: string, toIndex: number) => void
  onCover: (key: string) => void
  onRemove: (key: string) => void
  onAdd: (files: readonly File[]) => void
}

/** The photos in their order. It is changed by dragging, or by the buttons of each photo. */
export function PhotoTiles({ photos, coverIndex, onMove, onCover, onRemove, onAdd }: PhotoTilesProps) {
  const [draggedKey, setDraggedKey] = useState<string | null>(null)
  const [announcement, setAnnouncement] = useState('')

  const handleMove = (photo: Piece, toIndex: number, button: HTMLElement) => {
    flushSync(() => {
      onMove(photo.key, toIndex)
      setAnnouncement(`${nameOf(photo)} is photo ${toIndex + 1} of ${photos.length} now.`)
    })
    // What is moved within the page loses the focus.
    button.focus()
  }

  return (
    <FileDrop onDrop={onAdd}>
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">
        {photos.map((photo, index) => (
          <PhotoTile
            key={photo.key}
            photo={photo}
            index={index}
            count={photos.length}
            isCover={index === coverIndex}
            isDragged={photo.key === draggedKey}
            onMove={(toIndex, button) => handleMove(photo, toIndex, button)}
            onCover={() => onCover(photo.key)}
            onRemove={() => onRemove(photo.key)}
            onDragChange={(isDragged) => setDraggedKey(isDragged ? photo.key : null)}
            onDragOver={() => draggedKey !== null && draggedKey !== photo.key && onMove(draggedKey, index)}
          />
        ))}
        {photos.length < PHOTO_MAX_COUNT && (
          <li>
            <FileButton
              label="Add photos"
              accept={PHOTO_TYPES}
              multiple
              onChoose={onAdd}
              className="grid aspect-[3/4] w-full place-content-center justify-items-center gap-1 rounded-lg border-2 border-dashed border-edge text-[0.93rem] font-medium group-data-over/drop:border-accent group-data-over/drop:bg-accent-soft hover:bg-sunken"
            >
              <ImagePlus aria-hidden className="size-6 text-accent" />
              Add photos
            </FileButton>
          </li>
        )}
      </ol>
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </FileDrop>
  )
}
