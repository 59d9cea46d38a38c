import { Upload } from 'lucide-react'
import { type ChangeEvent, type DragEvent, useId, useState } from 'react'
import { VIDEO_MIME_TYPES } from '#shared/limits.ts'
import { classNames } from '../../ui/class-names.ts'

/** Where a video is chosen or dropped. The upload starts at once. */
export function VideoPicker({ onChoose }: { onChoose: (file: File) => void }) {
  const id = useId()
  const [isOver, setIsOver] = useState(false)

  const handleChange = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    if (file) onChoose(file)
  }
  const handleDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onChoose(file)
  }
  const handleDragOver = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(true)
  }

  return (
    <label
      htmlFor={id}
      onDragOver={handleDragOver}
      onDragLeave={() => setIsOver(false)}
      onDrop={handleDrop}
      className={classNames(
        'grid aspect-[9/12] w-full place-content-center justify-items-center gap-1 rounded-xl border-2 border-dashed p-4 text-center transition-colors sm:aspect-[9/16]',
        'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
        isOver ? 'border-accent bg-accent-soft' : 'border-edge hover:bg-sunken',
      )}
    >
      <Upload aria-hidden className="mb-1 size-7 text-accent" />
      <span className="font-medium">Choose a video</span>
      <span className="text-[0.87rem] text-muted">or drop it here. MP4, MOV or WebM, up to 4 GB.</span>
      <input
        id={id}
        type="file"
        accept={VIDEO_MIME_TYPES.join(',')}
        className="sr-only"
        aria-label="Choose a video"
        onChange={handleChange}
      />
    </label>
  )
}
