import type { Account } from '#shared/api/accounts.ts'

/** An account that can do everything, for tests. */
export function accountCalled(displayName: string, change: Partial<Account> = {}): Account {
  return {
    id: crypto.randomUUID(),
    openId: displayName,
    username: displayName.toLowerCase().replaceAll(' ', '.'),
    displayName,
    avatarUrl: null,
    status: 'active',
    scopes: [],
    capabilities: { directPost: true, draft: true, listVideos: true, stats: true },
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastRefreshedAt: null,
    lastError: null,
    connectedAt: '2026-11-20T09:00:00.000Z',
    stats: null,
    lastSyncedAt: null,
    postsToday: { used: 0, cap: 15, learned: null },
    lastPublishedAt: null,
    ...change,
  }
}
