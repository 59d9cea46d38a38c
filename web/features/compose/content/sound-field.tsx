import { Music, X } from 'lucide-react'
import { FileButton } from '../../../ui/file-button.tsx'
import { formatDuration } from '../../../ui/format-amount.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ProblemNotice } from '../../../ui/problem-notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import type { ContentWork } from './content-work.ts'
import { nameOf, type Piece } from './piece.ts'

interface SoundFieldProps {
  sound: Piece | null
  work: ContentWork
}

const SOUND_TYPES = 'audio/*,.m4a,.flac'

/** A sound of the creator's own for a slideshow. */
export function SoundField({ sound, work }: SoundFieldProps) {
  const handleChoose = ([file]: readonly File[]) => {
    if (file) work.chooseSound(file)
  }
  return (
    <div className="grid content-start gap-1">
      <p className="font-medium">Sound</p>
      {sound === null ? (
        <div className="grid justify-items-start gap-1">
          <FileButton label="Choose a sound" accept={SOUND_TYPES} onChoose={handleChoose}>
            <Music aria-hidden className="size-4" />
            Choose a sound
          </FileButton>
          <p className="text-[0.87rem] text-muted">
            None, unless you choose one. It is cut or repeated to the length of the slideshow.
          </p>
        </div>
      ) : (
        <ChosenSound sound={sound} work={work} />
      )}
    </div>
  )
}

function ChosenSound({ sound, work }: { sound: Piece; work: ContentWork }) {
  const name = nameOf(sound)
  const durationMs = sound.step === 'ready' ? sound.media.durationMs : null
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <p className="min-w-0 truncate">
          {name}
          {durationMs !== null && <span className="text-muted"> · {formatDuration(durationMs)}</span>}
        </p>
        <IconButton label={`Take ${name} off`} onClick={() => work.removeSound(sound.key)}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      {sound.step === 'uploading' && (
        <ProgressBar label={`Upload of ${name}`} value={sound.sentBytes} max={sound.sizeBytes} />
      )}
      {sound.step === 'failed' && <ProblemNotice {...sound.failure} onRetry={() => work.retry(sound)} />}
    </div>
  )
}
