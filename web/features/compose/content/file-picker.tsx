import { Upload } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { classNames } from '../../../ui/class-names.ts'
import { FileButton } from '../../../ui/file-button.tsx'

interface FilePickerProps {
  onChoose: (files: readonly File[]) => void
}

/** What a system shows of types that browsers do not always know by name. */
export const PHOTO_TYPES = 'image/*,.heic,.heif,.avif'
const VIDEO_TYPES = 'video/*,.mkv'

/** Where a video or photos are chosen or dropped. The upload starts at once. */
export function FilePicker({ onChoose }: FilePickerProps) {
  const [isOver, setIsOver] = useState(false)

  const handleDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onChoose(Array.from(event.dataTransfer.files))
  }
  const handleDragOver = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(true)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is another way to what the button inside does.
    <div onDragOver={handleDragOver} onDragLeave={() => setIsOver(false)} onDrop={handleDrop}>
      <FileButton
        label="Choose a video or photos"
        accept={`${VIDEO_TYPES},${PHOTO_TYPES}`}
        multiple
        onChoose={onChoose}
        className={classNames(
          'grid aspect-[4/3] w-full place-content-center justify-items-center gap-1 rounded-xl border-2 border-dashed p-4 text-center transition-colors sm:aspect-[9/16]',
          isOver ? 'border-accent bg-accent-soft' : 'border-edge hover:bg-sunken',
        )}
      >
        <Upload aria-hidden className="mb-1 size-7 text-accent" />
        <span className="font-medium">Choose a video or photos</span>
        <span className="text-[0.87rem] text-muted">
          or drop them here. One video of up to 4 GB, or up to 35 photos.
        </span>
      </FileButton>
    </div>
  )
}
