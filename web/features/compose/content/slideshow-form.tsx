import { Clapperboard } from 'lucide-react'
import type { Dispatch, ReactNode } from 'react'
import { SLIDESHOW_SECONDS_PER_IMAGE } from '#shared/limits.ts'
import { Button } from '../../../ui/button.tsx'
import { formatDuration } from '../../../ui/format-amount.ts'
import { ProblemNotice } from '../../../ui/problem-notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Slider } from '../../../ui/slider.tsx'
import type { DraftAction } from '../draft-reducer.ts'
import type { PhotoContent, SlideshowChoices } from './content.ts'
import type { ContentWork } from './content-work.ts'
import { slideshowDurationMs, slideshowProblem } from './slideshow-rules.ts'
import { SoundField } from './sound-field.tsx'

interface SlideshowFormProps {
  content: PhotoContent
  dispatch: Dispatch<DraftAction>
  work: ContentWork
  /** Whether the photos can be posted in no other way. */
  isTheWay: boolean
}

const SECONDS_STEP = 0.5

/** How the photos are shown, how long that takes, and the button that makes a video of it. */
export function SlideshowForm({ content, dispatch, work, isTheWay }: SlideshowFormProps) {
  const { photos, slideshow } = content
  const { secondsPerImage, transition, fill, sound, failure } = slideshow
  const handleChange = (change: Partial<SlideshowChoices>) => dispatch({ type: 'slideshowChanged', change })

  return (
    <div className="grid gap-4">
      <p className="text-[0.93rem] text-muted">
        The photos one after another, in their order, as an upright video of 1080 × 1920. It takes their place in this
        post; you can go back.
      </p>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <Slider
          label="Time per photo"
          value={secondsPerImage}
          min={SLIDESHOW_SECONDS_PER_IMAGE.min}
          max={SLIDESHOW_SECONDS_PER_IMAGE.max}
          step={SECONDS_STEP}
          words={(seconds) => `${seconds} s`}
          onChange={(seconds) => handleChange({ secondsPerImage: seconds })}
        />
        <SoundField sound={sound} work={work} />
        <Choice label="From photo to photo">
          <Segmented
            label="From photo to photo"
            value={transition}
            options={[
              { value: 'none', label: 'Cut' },
              { value: 'fade', label: 'Fade' },
            ]}
            onChange={(next) => handleChange({ transition: next })}
          />
        </Choice>
        <Choice label="Around photos of another shape">
          <Segmented
            label="Around photos of another shape"
            value={fill}
            options={[
              { value: 'black', label: 'Black' },
              { value: 'blur', label: 'Blurred photo' },
            ]}
            onChange={(next) => handleChange({ fill: next })}
          />
        </Choice>
      </div>
      {failure && <ProblemNotice {...failure} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="tabular-nums">
          {photos.length} × {secondsPerImage} s = <strong>{formatDuration(slideshowDurationMs(content))}</strong>
        </p>
        <Button
          variant={isTheWay ? 'primary' : 'secondary'}
          blockedBecause={slideshowProblem(content)}
          onClick={() => work.makeSlideshow(content)}
        >
          <Clapperboard aria-hidden className="size-4" />
          Make the slideshow
        </Button>
      </div>
    </div>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start justify-items-start gap-1">
      <p aria-hidden className="font-medium">
        {label}
      </p>
      {children}
    </div>
  )
}
