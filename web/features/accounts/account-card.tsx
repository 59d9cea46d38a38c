import { Check, Minus } from 'lucide-react'
import type { Account } from '#shared/api/accounts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AccountActions } from './account-actions.tsx'
import { accountStatusWords } from './account-status.ts'
import { capabilityWords } from './capability-words.ts'

export function AccountCard({ account }: { account: Account }) {
  const status = accountStatusWords[account.status]
  return (
    <li className="card flex min-w-0 flex-col gap-4 p-4">
      <div className="flex items-start gap-3">
        <Avatar name={account.displayName} url={account.avatarUrl} size="large" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg leading-snug font-semibold">{account.displayName}</h2>
          <div className="flex items-center justify-between gap-2">
            <p className="truncate text-muted">{account.username ? `@${account.username}` : 'Handle not shared'}</p>
            <Chip tone={status.tone}>{status.label}</Chip>
          </div>
        </div>
      </div>
      {account.status !== 'active' && <AccountTrouble account={account} />}
      {!status.needsReconnect && <Capabilities account={account} />}
      <Expiry account={account} />
      <AccountActions account={account} />
    </li>
  )
}

function AccountTrouble({ account }: { account: Account }) {
  const status = accountStatusWords[account.status]
  if (!account.lastError) return <Notice tone="warn" title={status.explanation} />
  const { code, detail, remedy, at } = account.lastError
  return (
    <Notice tone="warn" title={detail}>
      <p>{remedy}</p>
      <p className="mt-1 font-mono text-[0.8rem]">
        {code} · <Moment at={at} />
      </p>
    </Notice>
  )
}

function Capabilities({ account }: { account: Account }) {
  const { granted, missing } = capabilityWords(account.capabilities)
  return (
    <div className="grid gap-1.5 text-[0.93rem]">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {granted.map((label) => (
          <li key={label} className="flex items-center gap-1.5">
            <Check aria-hidden className="size-4 text-good" />
            {label}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="flex items-start gap-1.5 text-muted">
          <Minus aria-hidden className="mt-0.5 size-4 shrink-0" />
          No permission to {new Intl.ListFormat('en', { type: 'disjunction' }).format(missing)}. Reconnect to allow it.
        </p>
      )}
    </div>
  )
}

function Expiry({ account }: { account: Account }) {
  if (accountStatusWords[account.status].needsReconnect) return null
  return (
    <p className="text-[0.87rem] text-muted">
      {account.refreshExpiresAt ? (
        <>
          Permission until <Moment at={account.refreshExpiresAt} />.{' '}
        </>
      ) : null}
      {account.tokenExpiresAt ? (
        <>
          Its token renews itself before <Moment at={account.tokenExpiresAt} />.
        </>
      ) : (
        'Its token is not known yet.'
      )}
    </p>
  )
}
