import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { accountsRoute } from './routes/accounts.tsx'
import { composeRoute } from './routes/compose.tsx'
import { connectLostRoute, connectRoute } from './routes/connect.tsx'
import { homeRoute } from './routes/home.tsx'
import { mediaRoute } from './routes/media.tsx'
import { postRoute } from './routes/post.tsx'
import { postsRoute } from './routes/posts.tsx'
import { rootRoute } from './routes/root.tsx'
import { RouteError } from './routes/route-error.tsx'
import { settingsRoute } from './routes/settings.tsx'
import { signInRoute } from './routes/sign-in.tsx'
import { signUpRoute } from './routes/sign-up.tsx'
import { signedInRoute } from './routes/signed-in.tsx'

const routeTree = rootRoute.addChildren([
  signInRoute,
  signUpRoute,
  connectRoute,
  connectLostRoute,
  signedInRoute.addChildren([homeRoute, postsRoute, postRoute, composeRoute, mediaRoute, accountsRoute, settingsRoute]),
])

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
