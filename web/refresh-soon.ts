import type { QueryClient, QueryKey } from '@tanstack/react-query'

export type RefreshSoon = (queryKey: QueryKey) => void

/** Fast enough to look live, slow enough that a hundred accounts publishing at once make one request. */
const DELAY_MS = 400

/** Gathers what has to be asked for anew, and asks once for all that came within a moment. */
export function createRefreshSoon(client: Pick<QueryClient, 'invalidateQueries'>): RefreshSoon {
  const due = new Map<string, QueryKey>()

  const refresh = () => {
    const queryKeys = [...due.values()]
    due.clear()
    for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey })
  }
  return (queryKey) => {
    if (due.size === 0) setTimeout(refresh, DELAY_MS)
    due.set(JSON.stringify(queryKey), queryKey)
  }
}
