import type { Publication } from '#shared/api/posts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { publicationStatusWords } from './status-words.ts'

const tones = {
  neutral: 'text-muted',
  info: 'text-info',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
} as const

/** One account of a post and how it stands there. */
export function PublicationBadge({ publication }: { publication: Publication }) {
  const { label, tone, icon: Icon, isMoving } = publicationStatusWords[publication.status]
  const { displayName, avatarUrl } = publication.account
  const { sentBytes, totalBytes } = publication.progress
  const percent = totalBytes > 0 ? Math.round((sentBytes / totalBytes) * 100) : 0
  return (
    <li
      title={`${displayName}: ${label}`}
      className="inline-flex max-w-56 items-center gap-1.5 rounded-full border border-line bg-surface py-0.5 pr-2.5 pl-0.5 text-[0.83rem]"
    >
      <Avatar name={displayName} url={avatarUrl} size="small" className="size-6 text-[0.6rem]" />
      <span className="truncate">{displayName}</span>
      <Icon
        role="img"
        aria-label={label}
        className={classNames('size-3.5 shrink-0', tones[tone], isMoving && 'animate-spin')}
      />
      {publication.status === 'publishing' && totalBytes > 0 && (
        <span className="text-muted tabular-nums">{percent}%</span>
      )}
    </li>
  )
}
