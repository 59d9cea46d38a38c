import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { Account } from '#shared/api/accounts.ts'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { type AccountFilter, filterAccounts, isFiltering } from './account-filter.ts'
import { AccountRow } from './account-row.tsx'
import { ConnectButton } from './connect-button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { accountsQuery } from './queries.ts'

/** Fewer are seen at a glance. */
const FILTER_FROM = 4
/** So many rows are drawn without anybody noticing. */
const PAGE_SIZE = 50

export function AccountList({ filter }: { filter: AccountFilter }) {
  const accounts = useQuery(accountsQuery())
  if (accounts.isPending) return <Loading what="accounts" />
  if (accounts.isError) return <ProblemNotice {...errorWords(accounts.error)} onRetry={() => void accounts.refetch()} />
  if (accounts.data.length === 0) {
    return (
      <EmptyState icon={Users} title="No account yet" action={<ConnectButton />}>
        Connect a TikTok account to publish to it. You sign in on TikTok’s own page; Clipdeck never sees the password.
      </EmptyState>
    )
  }
  return <Fleet accounts={accounts.data} filter={filter} />
}

function Fleet({ accounts, filter }: { accounts: readonly Account[]; filter: AccountFilter }) {
  const navigate = useNavigate()
  const [search, setSearch] = useState(filter.search ?? '')
  const current = { ...filter, search: useDeferredValue(search) }
  const shown = filterAccounts(accounts, current)

  const handleSearch = (next: string) => {
    setSearch(next)
    void navigate({ to: '/accounts', search: { ...filter, search: next || undefined }, replace: true })
  }
  const handleReset = () => {
    setSearch('')
    void navigate({ to: '/accounts', search: {}, replace: true })
  }

  return (
    <>
      {(accounts.length >= FILTER_FROM || isFiltering(current)) && (
        <FilterBar accounts={accounts} filter={filter} search={search} onSearch={handleSearch} />
      )}
      {shown.length > 0 ? (
        <Rows key={`${filter.status} ${filter.permission}`} accounts={shown} />
      ) : (
        <EmptyState
          icon={Users}
          title="No account fits"
          action={<Button onClick={handleReset}>Show all accounts</Button>}
        />
      )}
    </>
  )
}

function Rows({ accounts }: { accounts: readonly Account[] }) {
  const [count, setCount] = useState(PAGE_SIZE)
  const hidden = accounts.length - count
  return (
    <>
      <ul className="card divide-y divide-line overflow-hidden">
        {accounts.slice(0, count).map((account) => (
          <AccountRow key={account.id} account={account} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button className="justify-self-center" onClick={() => setCount(count + PAGE_SIZE)}>
          Show {Math.min(hidden, PAGE_SIZE)} more of {hidden}
        </Button>
      )}
    </>
  )
}
