import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { Account } from '#shared/api/accounts.ts'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { api, NoContent } from '../../api.ts'
import type { RefreshSoon } from '../../refresh-soon.ts'

const AccountPage = listOf(Account)
const PAGE_SIZE = 100

/** Every account of the workspace: the choice of targets needs them all at once. */
export function accountsQuery() {
  return queryOptions({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => fetchAllAccounts(signal),
  })
}

export async function syncAccount(accountId: string): Promise<void> {
  await api(NoContent, `/accounts/${accountId}/sync`, { method: 'POST' })
}

export async function disconnectAccount(accountId: string): Promise<void> {
  await api(NoContent, `/accounts/${accountId}`, { method: 'DELETE' })
}

export function refreshAccounts(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: accountsQuery().queryKey })
}

export function applyEventToAccounts(event: WorkspaceEvent, refreshSoon: RefreshSoon): void {
  // While a video goes out, only its progress changes; before and after, the posts of the day and the last post may.
  const isEnd = event.type === 'publication' && event.status !== 'publishing'
  if (event.type === 'account' || isEnd) refreshSoon(accountsQuery().queryKey)
}

async function fetchAllAccounts(signal: AbortSignal): Promise<Account[]> {
  const accounts: Account[] = []
  let cursor: string | null = null
  do {
    const search = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor !== null && { cursor }) })
    const page: { items: Account[]; nextCursor: string | null } = await api(AccountPage, `/accounts?${search}`, {
      signal,
    })
    accounts.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return accounts
}
