import { ArrowLeft, Trash2, X } from 'lucide-react'
import { type Dispatch, type ReactNode, useRef } from 'react'
import { Button } from '../../../ui/button.tsx'
import { VideoPlayer } from '../../../ui/video-player.tsx'
import type { Draft } from '../draft.ts'
import type { DraftAction } from '../draft-reducer.ts'
import { Objections } from '../objections.tsx'
import type { VideoContent } from './content.ts'
import type { ContentWork } from './content-work.ts'
import { CoverPicker } from './cover-picker.tsx'
import { mediaOf, nameOf } from './piece.ts'
import { PieceState } from './piece-state.tsx'

interface VideoPanelProps {
  content: VideoContent
  draft: Draft
  dispatch: Dispatch<DraftAction>
  work: ContentWork
  children: ReactNode
}

/** The video with its preview and its cover, and what belongs to it. */
export function VideoPanel({ content, draft, dispatch, work, children }: VideoPanelProps) {
  const player = useRef<HTMLVideoElement>(null)
  const { video } = content
  const { key, previewUrl } = video
  const media = mediaOf(video)

  const handleSeek = (atMs: number) => {
    if (player.current) player.current.currentTime = atMs / 1000
  }

  return (
    <section aria-label="Video" className="card grid gap-5 p-4 sm:grid-cols-[12rem_minmax(0,1fr)] sm:p-5">
      <div className="mx-auto w-48 sm:w-full">
        <VideoPlayer
          ref={player}
          src={previewUrl}
          label="Preview of the video"
          onDuration={(durationMs) => dispatch({ type: 'durationKnown', key, previewUrl, durationMs })}
        />
      </div>
      <div className="grid min-w-0 content-start gap-4">
        <div className="grid gap-2">
          <div className="flex items-start justify-between gap-3">
            <p className="min-w-0 font-medium wrap-anywhere">{nameOf(video)}</p>
            <RemoveButton content={content} onRemove={() => work.removeVideo(key)} />
          </div>
          <PieceState piece={video} work={work} />
        </div>
        <Objections errors={draft.errors} paths={['mediaIds', 'mediaIds.0', 'coverTimestampMs']} />
        {children}
      </div>
      {media !== null && media.durationMs !== null && (
        <CoverPicker
          mediaId={media.id}
          durationMs={media.durationMs}
          coverTimestampMs={draft.choices.coverTimestampMs}
          onChoose={(coverTimestampMs) => dispatch({ type: 'coverChosen', coverTimestampMs })}
          onSeek={handleSeek}
        />
      )}
    </section>
  )
}

function RemoveButton({ content, onRemove }: { content: VideoContent; onRemove: () => void }) {
  const isUploading = content.video.step === 'waiting' || content.video.step === 'uploading'
  const { Icon, words } = content.madeOf
    ? { Icon: ArrowLeft, words: 'Back to the photos' }
    : isUploading
      ? { Icon: X, words: 'Cancel upload' }
      : { Icon: Trash2, words: 'Remove' }
  return (
    <Button size="small" variant="quiet" onClick={onRemove}>
      <Icon aria-hidden className="size-4" />
      {words}
    </Button>
  )
}
