import { queryOptions } from '@tanstack/react-query'
import { Breakers } from '#shared/api/breakers.ts'
import { api } from '../../api.ts'

const EVERY_MS = 15_000

/** How TikTok's hosts answer. Asked again while the page is looked at. */
export function breakersQuery() {
  return queryOptions({
    queryKey: ['breakers'],
    queryFn: async ({ signal }) => (await api(Breakers, '/tiktok/breakers', { signal })).items,
    refetchInterval: EVERY_MS,
  })
}
