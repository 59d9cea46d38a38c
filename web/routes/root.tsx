import type { QueryClient } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { appInfoQuery } from '../features/session/queries.ts'
import { SimulatorBanner } from '../features/session/simulator-banner.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { NotFound } from './not-found.tsx'
import { RouteError } from './route-error.tsx'

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  loader: ({ context }) => context.queryClient.ensureQueryData(appInfoQuery()),
  component: Root,
  errorComponent: RouteError,
  notFoundComponent: NotFound,
})

function Root() {
  const app = useQuery(appInfoQuery())
  return (
    <ToastProvider>
      <div className="flex min-h-dvh flex-col">
        {app.data?.simulatorUrl && <SimulatorBanner url={app.data.simulatorUrl} />}
        <Outlet />
      </div>
    </ToastProvider>
  )
}
