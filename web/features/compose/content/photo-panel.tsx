import type { Dispatch, ReactNode } from 'react'
import { PHOTO_MAX_COUNT } from '#shared/limits.ts'
import { Button } from '../../../ui/button.tsx'
import { Carousel } from '../../../ui/carousel.tsx'
import type { Draft } from '../draft.ts'
import type { DraftAction } from '../draft-reducer.ts'
import { Objections } from '../objections.tsx'
import { coverIndexOf, type PhotoContent } from './content.ts'
import type { ContentWork } from './content-work.ts'
import { PhotoFindings } from './photo-findings.tsx'
import { photoSources } from './photo-sources.ts'
import { PhotoTiles } from './photo-tiles.tsx'
import { SlideshowCard } from './slideshow-card.tsx'

interface PhotoPanelProps {
  content: PhotoContent
  draft: Draft
  dispatch: Dispatch<DraftAction>
  work: ContentWork
  photosProblem: string | null
  onAdd: (files: readonly File[]) => void
  children: ReactNode
}

/** The photos with their preview, their order and cover, and what was found in them. */
export function PhotoPanel(props: PhotoPanelProps) {
  const { content, draft, dispatch, work, photosProblem, onAdd, children } = props
  const { photos, slideshow } = content
  const coverIndex = coverIndexOf(photos, draft.choices.photoCoverKey)
  return (
    <section aria-label="Photos" className="card grid gap-5 p-4 sm:grid-cols-[12rem_minmax(0,1fr)] sm:p-5">
      <div className="mx-auto w-48 sm:w-full">
        <Carousel
          label="Preview of the photos"
          slides={photos.map((photo) => ({ key: photo.key, sources: photoSources(photo) }))}
          coverIndex={coverIndex}
        />
      </div>
      <div className="grid min-w-0 content-start gap-4">
        <Objections errors={draft.errors} paths={['mediaIds', 'photoCoverIndex']} />
        {children}
      </div>
      <fieldset disabled={slideshow.rendering !== null} className="grid min-w-0 gap-4 sm:col-span-2">
        <div className="flex items-center gap-3 border-t border-line pt-4">
          <h3 className="font-medium whitespace-nowrap">Order and cover</h3>
          <p className="text-[0.87rem] whitespace-nowrap text-muted tabular-nums">
            {photos.length} of {PHOTO_MAX_COUNT} photos
          </p>
          <Button
            size="small"
            variant="quiet"
            className="ml-auto"
            onClick={() => work.removePhotos(photos.map(({ key }) => key))}
          >
            Remove all
          </Button>
        </div>
        <PhotoTiles
          photos={photos}
          coverIndex={coverIndex}
          onMove={(key, toIndex) => dispatch({ type: 'photoMoved', key, toIndex })}
          onCover={(key) => dispatch({ type: 'photoCoverChosen', key })}
          onRemove={(key) => work.removePhotos([key])}
          onAdd={onAdd}
        />
        <PhotoFindings photos={photos} errors={draft.errors} work={work} />
      </fieldset>
      <SlideshowCard content={content} dispatch={dispatch} work={work} photosProblem={photosProblem} />
    </section>
  )
}
