import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ApiKey, CreatedApiKey } from '#shared/api/session.ts'
import { api, NoContent } from '../../api.ts'

const ApiKeyList = z.object({ items: z.array(ApiKey) })

export function apiKeysQuery() {
  return queryOptions({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => api(ApiKeyList, '/api-keys', { signal }),
  })
}

export function createApiKey(name: string): Promise<z.infer<typeof CreatedApiKey>> {
  return api(CreatedApiKey, '/api-keys', { method: 'POST', body: { name } })
}

export async function deleteApiKey(id: string): Promise<void> {
  await api(NoContent, `/api-keys/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function refreshApiKeys(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: apiKeysQuery().queryKey })
}
