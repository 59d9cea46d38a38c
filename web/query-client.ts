import { type Query, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

const MAX_RETRIES = 2

export function createQueryClient({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const onError = (error: Error, query: Pick<Query, 'queryKey'>) => {
    const isAboutSession = query.queryKey[0] === 'me'
    if (error instanceof ApiError && error.status === 401 && !isAboutSession) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < MAX_RETRIES && mayHelpToAskAgain(error),
      },
    },
  })
}

function mayHelpToAskAgain(error: Error): boolean {
  return !(error instanceof ApiError) || error.status >= 500
}
