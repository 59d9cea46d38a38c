import { Trash2, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { formatDuration, formatSize } from '../../ui/format-amount.ts'
import { MediaChecks } from '../../ui/media-checks.tsx'
import { MediaFacts } from '../../ui/media-facts.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Draft } from './draft.ts'

type WithVideo = Exclude<Draft, { step: 'choosing' }>

/** How far the upload has come, then what was found in the file. */
export function VideoState({ draft, onRemove }: { draft: WithVideo; onRemove: () => void }) {
  const isUploading = draft.step === 'uploading'
  const Icon = isUploading ? X : Trash2
  return (
    <div className="grid gap-2">
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 font-medium wrap-anywhere">{draft.video.fileName}</p>
        <Button size="small" variant="quiet" onClick={onRemove}>
          <Icon aria-hidden className="size-4" />
          {isUploading ? 'Cancel upload' : 'Remove'}
        </Button>
      </div>
      {draft.step === 'uploading' ? <Uploading draft={draft} /> : <Uploaded media={draft.media} />}
    </div>
  )
}

function Uploading({ draft }: { draft: Extract<Draft, { step: 'uploading' }> }) {
  const { sentBytes, video } = draft
  const isSent = sentBytes >= video.sizeBytes
  return (
    <>
      <ProgressBar label="Upload to Clipdeck" value={sentBytes} max={video.sizeBytes} />
      <p role="status" className="text-[0.93rem] text-muted tabular-nums">
        {isSent ? 'Checking the video…' : `Uploading: ${formatSize(sentBytes)} of ${formatSize(video.sizeBytes)}`}
        {video.durationMs !== null && ` · ${formatDuration(video.durationMs)}`}
      </p>
    </>
  )
}

function Uploaded({ media }: { media: Extract<Draft, { step: 'ready' }>['media'] }) {
  return (
    <>
      <MediaFacts media={media} />
      <MediaChecks checks={media.checks} />
    </>
  )
}
