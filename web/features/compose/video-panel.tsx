import { type Dispatch, type ReactNode, useRef } from 'react'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { VideoPlayer } from '../../ui/video-player.tsx'
import { CoverChoice } from './cover-choice.tsx'
import type { Draft } from './draft.ts'
import type { DraftAction } from './draft-reducer.ts'
import { Objections } from './objections.tsx'
import { VideoPicker } from './video-picker.tsx'
import { VideoState } from './video-state.tsx'

interface VideoPanelProps {
  draft: Draft
  dispatch: Dispatch<DraftAction>
  onChoose: (file: File) => void
  onRemove: () => void
  children: ReactNode
}

/** The video with its preview, and what belongs to it. */
export function VideoPanel({ draft, dispatch, onChoose, onRemove, children }: VideoPanelProps) {
  const player = useRef<HTMLVideoElement>(null)
  return (
    <section aria-label="Video" className="card grid gap-5 p-4 sm:grid-cols-[12rem_minmax(0,1fr)] sm:p-5">
      {draft.step === 'choosing' ? (
        <VideoPicker onChoose={onChoose} />
      ) : (
        <div className="mx-auto grid w-48 content-start gap-2 sm:w-full">
          <VideoPlayer
            ref={player}
            src={draft.video.previewUrl}
            label="Preview of the video"
            onDuration={(durationMs) =>
              dispatch({ type: 'durationKnown', previewUrl: draft.video.previewUrl, durationMs })
            }
          />
          <CoverChoice
            coverTimestampMs={draft.choices.coverTimestampMs}
            onChoose={(coverTimestampMs) => dispatch({ type: 'coverChosen', coverTimestampMs })}
            player={player}
          />
        </div>
      )}
      <div className="grid min-w-0 content-start gap-4">
        {draft.step !== 'choosing' && <VideoState draft={draft} onRemove={onRemove} />}
        {draft.step === 'choosing' && draft.failure && <ProblemNotice {...draft.failure} />}
        <Objections errors={draft.errors} paths={['mediaIds', 'mediaIds.0', 'coverTimestampMs']} />
        {children}
      </div>
    </section>
  )
}
