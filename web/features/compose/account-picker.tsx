import { type Dispatch, useState } from 'react'
import type { Account } from '#shared/api/accounts.ts'
import { AccountOption } from './account-option.tsx'
import type { TargetDraft } from './draft.ts'
import type { DraftAction } from './draft-reducer.ts'
import { newTarget } from './target-rules.ts'

interface AccountPickerProps {
  accounts: readonly Account[]
  chosen: readonly TargetDraft[]
  error: string | undefined
  dispatch: Dispatch<DraftAction>
}

/** From how many accounts on a search helps more than it disturbs. */
const SEARCH_FROM = 9

export function AccountPicker({ accounts, chosen, error, dispatch }: AccountPickerProps) {
  const [search, setSearch] = useState('')
  const chosenIds = new Set(chosen.map(({ accountId }) => accountId))
  const shown = accounts.filter((account) => matches(account, search))

  const handleToggle = (account: Account, isChosen: boolean) => {
    if (isChosen) dispatch({ type: 'targetAdded', target: newTarget(account) })
    else dispatch({ type: 'targetRemoved', accountId: account.id })
  }

  return (
    <section aria-labelledby="accounts-heading" className="card grid gap-3 p-4 sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="accounts-heading" className="text-lg font-semibold">
          Accounts
        </h2>
        {accounts.length >= SEARCH_FROM && (
          <input
            type="search"
            aria-label="Search accounts"
            placeholder="Search"
            value={search}
            className="input max-w-56"
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
      </div>
      {error && <p className="font-medium text-bad">{error}</p>}
      {shown.length === 0 && <p className="text-muted">No account is called that.</p>}
      <ul className="grid max-h-96 gap-2 overflow-y-auto p-0.5 sm:grid-cols-2">
        {shown.map((account) => (
          <AccountOption
            key={account.id}
            account={account}
            isChosen={chosenIds.has(account.id)}
            onToggle={(isChosen) => handleToggle(account, isChosen)}
          />
        ))}
      </ul>
    </section>
  )
}

function matches(account: Account, search: string): boolean {
  const text = `${account.displayName} ${account.username ?? ''}`.toLocaleLowerCase()
  return text.includes(search.trim().toLocaleLowerCase())
}
