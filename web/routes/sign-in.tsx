import { createRoute, Link, redirect, useRouter } from '@tanstack/react-router'
import { z } from 'zod'
import { Entrance } from '../features/session/entrance.tsx'
import { appInfoQuery } from '../features/session/queries.ts'
import { SignInForm } from '../features/session/sign-in-form.tsx'
import { localPath } from './local-path.ts'
import { rootRoute } from './root.tsx'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ returnTo: z.string().optional().catch(undefined) }),
  loader: async ({ context }) => {
    const app = await context.queryClient.ensureQueryData(appInfoQuery())
    if (app.firstRun) throw redirect({ to: '/sign-up', replace: true })
    return app
  },
  component: SignInPage,
})

function SignInPage() {
  const app = signInRoute.useLoaderData()
  const { returnTo } = signInRoute.useSearch()
  const router = useRouter()
  return (
    <Entrance
      title="Sign in"
      lead="Publish to all your TikTok accounts from one place."
      footer={
        app.signups === 'open' ? (
          <>
            New here?{' '}
            <Link to="/sign-up" className="text-link">
              Create an account
            </Link>
          </>
        ) : (
          'New people join by invitation from somebody who is in already.'
        )
      }
    >
      <SignInForm onSignedIn={() => router.history.push(localPath(returnTo))} />
    </Entrance>
  )
}
