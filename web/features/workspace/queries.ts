import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { type UpdateWorkspace, Workspace } from '#shared/api/workspace.ts'
import { api } from '../../api.ts'
import type { RefreshSoon } from '../../refresh-soon.ts'

export function workspaceQuery() {
  return queryOptions({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => api(Workspace, '/workspace', { signal }),
  })
}

export function updateWorkspace(change: UpdateWorkspace): Promise<Workspace> {
  return api(Workspace, '/workspace', { method: 'PATCH', body: change })
}

export function keepWorkspace(client: QueryClient, workspace: Workspace): void {
  client.setQueryData(workspaceQuery().queryKey, workspace)
}

/** More media take more room, deleted ones give it back. */
export function applyEventToWorkspace(event: WorkspaceEvent, refreshSoon: RefreshSoon): void {
  if (event.type === 'media') refreshSoon(workspaceQuery().queryKey)
}
