import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { ConnectLink, type CreateConnectLink, CreatedConnectLink } from '#shared/api/connect-links.ts'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import { api, NoContent } from '../../api.ts'
import type { RefreshSoon } from '../../refresh-soon.ts'

const ConnectLinkPage = listOf(ConnectLink)
/** The newest; who has made more than these looks for an account, not for a link. */
const SHOWN = 100

export function connectLinksQuery() {
  return queryOptions({
    queryKey: ['connect-links'],
    queryFn: async ({ signal }) => (await api(ConnectLinkPage, `/connect-links?limit=${SHOWN}`, { signal })).items,
  })
}

export function createConnectLink(wish: CreateConnectLink): Promise<z.infer<typeof CreatedConnectLink>> {
  return api(CreatedConnectLink, '/connect-links', { method: 'POST', body: wish })
}

export async function revokeConnectLink(id: string): Promise<void> {
  await api(NoContent, `/connect-links/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function refreshConnectLinks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: connectLinksQuery().queryKey })
}

/** A link is used up when its account appears. */
export function applyEventToConnectLinks(event: WorkspaceEvent, refreshSoon: RefreshSoon): void {
  if (event.type === 'account') refreshSoon(connectLinksQuery().queryKey)
}
