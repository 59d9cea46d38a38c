import { Check, Minus } from 'lucide-react'
import type { Account } from '#shared/api/accounts.ts'
import { Moment } from '../../ui/moment.tsx'
import { capabilityWords } from './capability-words.ts'

/** What the creator allowed, how long that lasts, and how fresh what is shown is. */
export function AccountPermissions({ account }: { account: Account }) {
  const { granted, missing } = capabilityWords(account.capabilities)
  return (
    <div className="grid min-w-0 content-start gap-1.5 text-[0.93rem] sm:col-span-2 lg:col-span-1">
      <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
        {granted.map((label) => (
          <li key={label} className="flex items-center gap-1">
            <Check aria-hidden className="size-4 text-good" />
            {label}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="flex items-start gap-1 text-muted">
          <Minus aria-hidden className="mt-0.5 size-4 shrink-0" />
          No permission to {new Intl.ListFormat('en', { type: 'disjunction' }).format(missing)}.
        </p>
      )}
      <p className="text-[0.87rem] text-muted">
        {account.refreshExpiresAt && (
          <>
            Permission until <Moment at={account.refreshExpiresAt} />.{' '}
          </>
        )}
        {account.tokenExpiresAt && (
          <>
            Its token renews itself before <Moment at={account.tokenExpiresAt} />.{' '}
          </>
        )}
        {account.lastSyncedAt && (
          <>
            Synced <Moment at={account.lastSyncedAt} />.
          </>
        )}
      </p>
    </div>
  )
}
