import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Post, Publication } from '#shared/api/posts.ts'
import { withPrivacyWords } from '../../privacy-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatSize } from '../../ui/format-amount.ts'
import { withLocalMoments } from '../../ui/format-time.ts'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { ChoicesLine } from './choices-line.tsx'
import { ownTextOf } from './own-text.ts'
import { PublicationActions } from './publication-actions.tsx'
import { publicationExplanation } from './publication-explanation.ts'
import { StatusChip } from './status-chip.tsx'
import { publicationStatusWords } from './status-words.ts'
import { Timeline } from './timeline.tsx'

interface PublicationCardProps {
  publication: Publication
  /** What settles it beside the usual actions. */
  remedy: ReactNode
  post: Post
  showsTimeline: boolean
}

/** One account of a post: how it stands, what can be done, and everything that happened. */
export function PublicationCard({ publication, remedy, post, showsTimeline }: PublicationCardProps) {
  const { account, status, failure, url } = publication
  const explanation = publicationExplanation(publication, { type: post.type, now: new Date() })
  const ownText = ownTextOf(publication, post)

  return (
    <article aria-label={account.displayName} className="card grid gap-3.5 p-4 sm:p-5">
      <header className="flex flex-wrap items-center gap-3">
        <Avatar name={account.displayName} url={account.avatarUrl} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate leading-tight font-semibold">{account.displayName}</h2>
          <p className="truncate text-[0.87rem] text-muted">{account.username && `@${account.username}`}</p>
        </div>
        <StatusChip words={publicationStatusWords[status]} />
      </header>
      {status === 'publishing' && <UploadProgress publication={publication} />}
      {explanation && <p className="text-muted">{explanation}</p>}
      {failure && <FailureNotice failure={failure} isHeld={status === 'held' || status === 'unconfirmed'} />}
      {ownText && <p className="border-l-2 border-line pl-3 wrap-anywhere whitespace-pre-wrap">{ownText}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <ChoicesLine publication={publication} type={post.type} />
        {url && (
          <a href={url} target="_blank" rel="noreferrer" className="text-link inline-flex items-center gap-1.5">
            Open it on TikTok
            <ExternalLink aria-hidden className="size-4" />
          </a>
        )}
        {remedy}
        <PublicationActions publication={publication} />
      </div>
      <Timeline publicationId={publication.id} startsOpen={showsTimeline} />
    </article>
  )
}

function UploadProgress({ publication }: { publication: Publication }) {
  const { sentBytes, totalBytes } = publication.progress
  return (
    <div className="grid gap-1">
      <ProgressBar label={`Upload for ${publication.account.displayName}`} value={sentBytes} max={totalBytes} />
      <p className="text-[0.87rem] text-muted tabular-nums">
        {totalBytes > 0 ? `${formatSize(sentBytes)} of ${formatSize(totalBytes)} sent` : 'Preparing…'}
      </p>
    </div>
  )
}

interface FailureNoticeProps {
  failure: NonNullable<Publication['failure']>
  isHeld: boolean
}

function FailureNotice({ failure, isHeld }: FailureNoticeProps) {
  return (
    <Notice tone={isHeld ? 'warn' : 'bad'} title={withPrivacyWords(withLocalMoments(failure.detail))}>
      <p className="text-ink">{failure.remedy}</p>
      <p className="mt-1 font-mono text-[0.8rem] break-all">
        {failure.code}
        {failure.logId && ` · log id ${failure.logId}`}
      </p>
    </Notice>
  )
}
