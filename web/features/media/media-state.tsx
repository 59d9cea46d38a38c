import type { Media } from '#shared/api/media.ts'
import { MediaFacts } from '../../ui/media-facts.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { originWords } from './origin-words.ts'

/** How an item stands: what it is and comes from, how far its making is, or why there is none. */
export function MediaState({ media }: { media: Media }) {
  const origin = originWords(media)
  switch (media.status) {
    case 'rendering':
      return (
        <div className="grid gap-1">
          <ProgressBar label={`Making ${media.fileName}`} value={media.progress ?? 0} max={1} />
          <p className="text-[0.93rem] text-muted tabular-nums">
            {origin ?? 'Being made'}: {Math.round((media.progress ?? 0) * 100)}%
          </p>
        </div>
      )
    case 'failed': {
      const { detail = 'No details are known.', remedy = null } = media.failure ?? {}
      return <ProblemNotice title="It could not be made" detail={detail} remedy={remedy} requestId={null} />
    }
    case 'ready':
      return (
        <div>
          {origin && <p className="text-[0.93rem]">{origin}</p>}
          <MediaFacts media={media} />
        </div>
      )
  }
}
