import { useMutation } from '@tanstack/react-query'
import { Film, Image, type LucideIcon, Music } from 'lucide-react'
import type { Media, MediaKind } from '#shared/api/media.ts'
import { errorWords } from '../../error-words.ts'
import { mediaContentUrl, mediaStripUrl, mediaThumbnailUrl } from '../../media-urls.ts'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Thumbnail } from '../../ui/thumbnail.tsx'
import { usePointedAt } from '../../ui/use-pointed-at.ts'
import { DeleteMedia } from './delete-media.tsx'
import { MediaFindings } from './media-findings.tsx'
import { MediaState } from './media-state.tsx'
import { deleteMedia } from './queries.ts'

const icons: Record<MediaKind, LucideIcon> = { video: Film, image: Image, audio: Music }

/** One item of the library. When it is deleted the live events take it off the list. */
export function MediaRow({ media }: { media: Media }) {
  const { id, kind, status, fileName, createdAt } = media
  const { isPointedAt, handlers } = usePointedAt()
  const deleting = useMutation({ mutationFn: () => deleteMedia(id) })
  const isReady = status === 'ready'
  const hasPicture = isReady && kind !== 'audio'

  return (
    <li {...handlers} className="flex gap-4 px-3 py-3 sm:px-4">
      <div className="w-14 shrink-0">
        <Thumbnail
          icon={icons[kind]}
          src={hasPicture ? mediaThumbnailUrl(id) : null}
          movingSrc={hasPicture && kind === 'video' && isPointedAt ? mediaStripUrl(id) : null}
        />
      </div>
      <div className="grid min-w-0 flex-1 content-start gap-1.5">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            {isReady ? (
              <a
                href={mediaContentUrl(id)}
                target="_blank"
                rel="noreferrer"
                className="font-medium wrap-anywhere hover:underline"
              >
                {fileName}
              </a>
            ) : (
              <p className="font-medium wrap-anywhere">{fileName}</p>
            )}
            <p className="text-[0.87rem] text-muted">
              <Moment at={createdAt} />
            </p>
          </div>
          <DeleteMedia media={media} busy={deleting.isPending} onDelete={() => deleting.mutate()} />
        </div>
        <MediaState media={media} />
        <MediaFindings checks={media.checks} />
        {deleting.isError && <ProblemNotice {...errorWords(deleting.error)} />}
      </div>
    </li>
  )
}
