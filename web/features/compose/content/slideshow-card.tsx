import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { type Dispatch, useState } from 'react'
import { Notice } from '../../../ui/notice.tsx'
import type { DraftAction } from '../draft-reducer.ts'
import type { PhotoContent } from './content.ts'
import type { ContentWork } from './content-work.ts'
import { SlideshowForm } from './slideshow-form.tsx'
import { SlideshowProgress } from './slideshow-progress.tsx'

interface SlideshowCardProps {
  content: PhotoContent
  dispatch: Dispatch<DraftAction>
  work: ContentWork
  photosProblem: string | null
}

/** The other way to post photos: one after another, as a video. Where they cannot be posted as photos it is the only one. */
export function SlideshowCard({ content, dispatch, work, photosProblem }: SlideshowCardProps) {
  const { rendering, failure } = content.slideshow
  const [isOpen, setIsOpen] = useState(photosProblem !== null)
  return (
    <div className="grid min-w-0 gap-3 border-t border-line pt-4 sm:col-span-2">
      {photosProblem !== null && (
        <Notice tone="warn" title="Photos cannot be posted from here">
          <p>{photosProblem}</p>
          <p className="mt-1 text-ink">Make a slideshow video of them: that can be posted.</p>
        </Notice>
      )}
      <Collapsible.Root open={isOpen || rendering !== null || failure !== null} onOpenChange={setIsOpen}>
        <Collapsible.Trigger className="group -mx-1 flex items-center gap-1.5 rounded-md px-1 font-medium hover:text-accent">
          <ChevronRight aria-hidden className="size-4 transition-transform group-data-[state=open]:rotate-90" />
          Make a slideshow video instead
        </Collapsible.Trigger>
        <Collapsible.Content className="pt-3">
          {rendering ? (
            <SlideshowProgress progress={rendering.progress} onCancel={work.cancelSlideshow} />
          ) : (
            <SlideshowForm content={content} dispatch={dispatch} work={work} isTheWay={photosProblem !== null} />
          )}
        </Collapsible.Content>
      </Collapsible.Root>
    </div>
  )
}
