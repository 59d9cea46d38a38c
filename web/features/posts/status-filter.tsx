import { Link } from '@tanstack/react-router'
import { POST_STATUSES, type PostStatus } from '#shared/post-status.ts'
import { classNames } from '../../ui/class-names.ts'
import { postStatusWords } from './status-words.ts'

/** The filter lives in the URL, so each choice is a link. */
export function StatusFilter({ current }: { current: PostStatus | undefined }) {
  return (
    <nav aria-label="Filter by status" className="-mx-4 overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
      <ul className="flex gap-1.5">
        <FilterLink status={undefined} current={current} label="All" />
        {POST_STATUSES.map((status) => (
          <FilterLink key={status} status={status} current={current} label={postStatusWords[status].label} />
        ))}
      </ul>
    </nav>
  )
}

interface FilterLinkProps {
  status: PostStatus | undefined
  current: PostStatus | undefined
  label: string
}

function FilterLink({ status, current, label }: FilterLinkProps) {
  const isCurrent = status === current
  return (
    <li>
      <Link
        to="/posts"
        search={(previous) => ({ ...previous, status })}
        aria-current={isCurrent ? 'true' : undefined}
        className={classNames(
          'inline-flex min-h-8 items-center rounded-full border px-3 text-[0.87rem] whitespace-nowrap pointer-coarse:min-h-10',
          isCurrent
            ? 'border-accent bg-accent-soft font-medium text-accent'
            : 'border-line bg-surface text-muted hover:text-ink',
        )}
      >
        {label}
      </Link>
    </li>
  )
}
