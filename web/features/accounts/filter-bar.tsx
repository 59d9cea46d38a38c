import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Account, AccountStatus } from '#shared/api/accounts.ts'
import { classNames } from '../../ui/class-names.ts'
import { type AccountFilter, countByStatus, PERMISSIONS } from './account-filter.ts'
import { accountStatusWords } from './account-status.ts'
import { permissionLabels } from './capability-words.ts'

interface FilterBarProps {
  accounts: readonly Account[]
  filter: AccountFilter
  search: string
  onSearch: (search: string) => void
}

/** State and permission stand in the URL, so each state is a link; so does the search, a moment later. */
export function FilterBar({ accounts, filter, search, onSearch }: FilterBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <nav aria-label="Filter by status" className="-mx-4 max-w-[100vw] overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
        <ul className="flex gap-1.5">
          <StatusLink status={undefined} filter={filter}>
            All {accounts.length}
          </StatusLink>
          {countByStatus(accounts).map(({ status, count }) => (
            <StatusLink key={status} status={status} filter={filter}>
              {accountStatusWords[status].label} {count}
            </StatusLink>
          ))}
        </ul>
      </nav>
      <div className="flex flex-1 flex-wrap gap-2 sm:justify-end">
        <PermissionSelect filter={filter} />
        <input
          type="search"
          aria-label="Search accounts"
          placeholder="Name or handle"
          value={search}
          className="input min-w-36 flex-1 sm:max-w-56"
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
      </div>
    </div>
  )
}

function PermissionSelect({ filter }: { filter: AccountFilter }) {
  const navigate = useNavigate()
  const handleChange = (value: string) => {
    const permission = PERMISSIONS.find((each) => each === value)
    void navigate({ to: '/accounts', search: { ...filter, permission }, replace: true })
  }
  return (
    <select
      aria-label="Filter by permission"
      className="input min-w-36 flex-1 sm:max-w-56"
      value={filter.permission ?? ''}
      onChange={(event) => handleChange(event.currentTarget.value)}
    >
      <option value="">Any permission</option>
      {PERMISSIONS.map((permission) => (
        <option key={permission} value={permission}>
          {permissionLabels[permission]}
        </option>
      ))}
    </select>
  )
}

interface StatusLinkProps {
  status: AccountStatus | undefined
  filter: AccountFilter
  children: ReactNode
}

function StatusLink({ status, filter, children }: StatusLinkProps) {
  const isCurrent = status === filter.status
  return (
    <li>
      <Link
        to="/accounts"
        search={{ ...filter, status }}
        replace
        aria-current={isCurrent ? 'true' : undefined}
        className={classNames(
          'inline-flex min-h-8 items-center rounded-full border px-3 text-[0.87rem] whitespace-nowrap pointer-coarse:min-h-10',
          isCurrent
            ? 'border-accent bg-accent-soft font-medium text-accent'
            : 'border-line bg-surface text-muted hover:text-ink',
        )}
      >
        {children}
      </Link>
    </li>
  )
}
