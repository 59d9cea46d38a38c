import { ACCOUNT_STATUSES, type Account, type AccountStatus, CAPABILITIES } from '#shared/api/accounts.ts'

/** What an account can do, or that it lacks a permission. */
export const PERMISSIONS = [...CAPABILITIES, 'missing'] as const
export type Permission = (typeof PERMISSIONS)[number]

export interface AccountFilter {
  status?: AccountStatus | undefined
  permission?: Permission | undefined
  search?: string | undefined
}

export function isFiltering({ status, permission, search }: AccountFilter): boolean {
  return status !== undefined || permission !== undefined || Boolean(search?.trim())
}

export function filterAccounts(accounts: readonly Account[], filter: AccountFilter): Account[] {
  return accounts.filter(
    (account) =>
      (filter.status === undefined || account.status === filter.status) &&
      (filter.permission === undefined || hasPermission(account, filter.permission)) &&
      isCalled(account, filter.search ?? ''),
  )
}

/** How many accounts are in each state; those without any are left out. */
export function countByStatus(accounts: readonly Account[]): { status: AccountStatus; count: number }[] {
  return ACCOUNT_STATUSES.map((status) => ({
    status,
    count: accounts.filter((account) => account.status === status).length,
  })).filter(({ count }) => count > 0)
}

function hasPermission({ capabilities }: Account, permission: Permission): boolean {
  return permission === 'missing' ? Object.values(capabilities).includes(false) : capabilities[permission]
}

/** Every word must be somewhere in the name or the handle. */
function isCalled({ displayName, username }: Account, search: string): boolean {
  const text = `${displayName} @${username ?? ''}`.toLocaleLowerCase()
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
