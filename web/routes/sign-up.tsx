import { useQueryClient } from '@tanstack/react-query'
import { createRoute, Link, redirect, useRouter } from '@tanstack/react-router'
import { Entrance } from '../features/session/entrance.tsx'
import { appInfoQuery } from '../features/session/queries.ts'
import { SignUpForm } from '../features/session/sign-up-form.tsx'
import { rootRoute } from './root.tsx'

export const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  loader: async ({ context }) => {
    const app = await context.queryClient.ensureQueryData(appInfoQuery())
    if (!app.firstRun && app.signups !== 'open') throw redirect({ to: '/sign-in', search: {}, replace: true })
    return app
  },
  component: SignUpPage,
})

function SignUpPage() {
  const { firstRun } = signUpRoute.useLoaderData()
  const client = useQueryClient()
  const router = useRouter()
  const handleSignedIn = async () => {
    await client.invalidateQueries({ queryKey: appInfoQuery().queryKey })
    router.history.push('/accounts')
  }
  return (
    <Entrance
      title={firstRun ? 'Create the first workspace' : 'Create your account'}
      lead={
        firstRun
          ? 'Nobody has signed up here yet. You become the owner, and everything stays on this server.'
          : 'You get a workspace of your own.'
      }
      footer={
        !firstRun && (
          <>
            Been here before?{' '}
            <Link to="/sign-in" search={{}} className="text-link">
              Sign in
            </Link>
          </>
        )
      }
    >
      <SignUpForm
        submitLabel={firstRun ? 'Create the workspace' : 'Create account'}
        onSignedIn={() => void handleSignedIn()}
      />
    </Entrance>
  )
}
