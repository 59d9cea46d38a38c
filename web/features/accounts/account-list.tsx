import { useQuery } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { errorWords } from '../../error-words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { AccountCard } from './account-card.tsx'
import { ConnectButton } from './connect-button.tsx'
import { accountsQuery } from './queries.ts'

export function AccountList() {
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
  return (
    <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {accounts.data.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
    </ul>
  )
}
