import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type UpdateWorkspace, Workspace } from '#shared/api/workspace.ts'
import { api } from '../../api.ts'

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
