import { useQueryClient } from '@tanstack/react-query'
import { createRoute, Outlet, redirect } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api.ts'
import { applyEventToAccounts } from '../features/accounts/queries.ts'
import { RestingBanner } from '../features/breakers/resting-banner.tsx'
import { applyEventToConnectLinks } from '../features/connect-links/queries.ts'
import { LiveIndicator } from '../features/live/live-indicator.tsx'
import { useWorkspaceEvents } from '../features/live/use-workspace-events.ts'
import { applyEventToMedia } from '../features/media/queries.ts'
import { applyEventToPosts } from '../features/posts/apply-event.ts'
import { appInfoQuery, meQuery } from '../features/session/queries.ts'
import { applyEventToWorkspace } from '../features/workspace/queries.ts'
import { createRefreshSoon } from '../refresh-soon.ts'
import { AppFrame } from './app-frame.tsx'
import { rootRoute } from './root.tsx'

/** The frame of every page that needs somebody signed in. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  // Whoever comes back after signing out is asked again, and sees nothing from the router's memory.
  gcTime: 0,
  loader: async ({ context, location }) => {
    const app = await context.queryClient.ensureQueryData(appInfoQuery())
    if (app.firstRun) throw redirect({ to: '/sign-up', replace: true })
    try {
      return await context.queryClient.ensureQueryData(meQuery())
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: { returnTo: location.href }, replace: true })
    }
  },
  component: SignedIn,
})

function SignedIn() {
  const me = signedInRoute.useLoaderData()
  const client = useQueryClient()
  const [refreshSoon] = useState(() => createRefreshSoon(client))
  const live = useWorkspaceEvents({
    onEvent: (event) => {
      applyEventToPosts(client, event, refreshSoon)
      applyEventToAccounts(event, refreshSoon)
      applyEventToConnectLinks(event, refreshSoon)
      applyEventToMedia(event, refreshSoon)
      applyEventToWorkspace(event, refreshSoon)
    },
    onReconnect: () => void client.invalidateQueries(),
  })
  return (
    <AppFrame me={me} live={<LiveIndicator state={live} />} notice={<RestingBanner />}>
      <Outlet />
    </AppFrame>
  )
}
