import type { Account } from '#shared/api/accounts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Chip } from '../../ui/chip.tsx'
import { formatCount } from '../../ui/format-amount.ts'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AccountActions } from './account-actions.tsx'
import { AccountActivity } from './account-activity.tsx'
import { AccountPermissions } from './account-permissions.tsx'
import { accountStatusWords } from './account-status.ts'

export function AccountRow({ account }: { account: Account }) {
  const { needsReconnect } = accountStatusWords[account.status]
  return (
    <li className="grid min-w-0 gap-x-6 gap-y-3 p-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,0.9fr)_minmax(0,1.4fr)_9.5rem]">
      <Identity account={account} />
      <AccountActivity account={account} />
      {needsReconnect ? <span className="hidden lg:block" /> : <AccountPermissions account={account} />}
      <AccountActions account={account} />
      <Trouble account={account} />
    </li>
  )
}

function Identity({ account }: { account: Account }) {
  const status = accountStatusWords[account.status]
  const followers = account.stats?.followers ?? null
  return (
    <div className="flex min-w-0 items-start gap-3">
      <Avatar name={account.displayName} url={account.avatarUrl} size="large" />
      <div className="grid min-w-0 flex-1 justify-items-start gap-1">
        <h2 className="w-full truncate text-base leading-snug font-semibold" title={account.displayName}>
          {account.displayName}
        </h2>
        <p className="w-full truncate text-[0.93rem] text-muted">
          {account.username ? `@${account.username}` : 'Handle not shared'}
        </p>
        {followers !== null && <p className="text-[0.87rem] text-muted">{formatCount(followers)} followers</p>}
        <Chip tone={status.tone}>{status.label}</Chip>
      </div>
    </div>
  )
}

/** Why it does not work, or what went wrong last though it does. */
function Trouble({ account }: { account: Account }) {
  if (!account.lastError) {
    if (account.status === 'active') return null
    return <Notice tone="warn" className="col-span-full" title={accountStatusWords[account.status].explanation} />
  }
  const { code, detail, remedy, at } = account.lastError
  return (
    <Notice tone="warn" className="col-span-full" title={detail}>
      <p>{remedy}</p>
      <p className="mt-1 font-mono text-[0.8rem]">
        {code} · <Moment at={at} />
      </p>
    </Notice>
  )
}
