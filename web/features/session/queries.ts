import { queryOptions } from '@tanstack/react-query'
import { AppInfo, Me } from '#shared/api/session.ts'
import { api } from '../../api.ts'

export function appInfoQuery() {
  return queryOptions({
    queryKey: ['app'],
    queryFn: ({ signal }) => api(AppInfo, '/app', { signal }),
    staleTime: 60_000,
  })
}

/** Who is signed in; fails with status 401 when nobody is. */
export function meQuery() {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => api(Me, '/me', { signal }),
    staleTime: 60_000,
  })
}
