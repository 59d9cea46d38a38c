import { Upload } from 'lucide-react'
import { FileButton } from '../../../ui/file-button.tsx'
import { FileDrop } from '../../../ui/file-drop.tsx'

interface FilePickerProps {
  onChoose: (files: readonly File[]) => void
}

/** What a system shows of types that browsers do not always know by name. */
export const PHOTO_TYPES = 'image/*,.heic,.heif,.avif'
const VIDEO_TYPES = 'video/*,.mkv'

/** Where a video or photos are chosen or dropped. The upload starts at once. */
export function FilePicker({ onChoose }: FilePickerProps) {
  return (
    <FileDrop onDrop={onChoose}>
      <FileButton
        label="Choose a video or photos"
        accept={`${VIDEO_TYPES},${PHOTO_TYPES}`}
        multiple
        onChoose={onChoose}
        className="grid aspect-[4/3] w-full place-content-center justify-items-center gap-1 rounded-xl border-2 border-dashed border-edge p-4 text-center transition-colors group-data-over/drop:border-accent group-data-over/drop:bg-accent-soft hover:bg-sunken sm:aspect-[9/16]"
      >
        <Upload aria-hidden className="mb-1 size-7 text-accent" />
        <span className="font-medium">Choose a video or photos</span>
        <span className="text-[0.87rem] text-muted">
          or drop them here. One video of up to 4 GB, or up to 35 photos.
        </span>
      </FileButton>
    </FileDrop>
  )
}
