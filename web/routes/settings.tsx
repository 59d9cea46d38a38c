import { useQueryClient } from '@tanstack/react-query'
import { createRoute, useRouter } from '@tanstack/react-router'
import { ApiKeyList } from '../features/api-keys/api-key-list.tsx'
import { CreateApiKeyForm } from '../features/api-keys/create-api-key-form.tsx'
import { SignOutButton } from '../features/session/sign-out-button.tsx'
import { LatePosts } from '../features/workspace/late-posts.tsx'
import { Page } from '../ui/page.tsx'
import { signedInRoute } from './signed-in.tsx'

export const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: SettingsPage,
})

function SettingsPage() {
  const { user, workspace } = signedInRoute.useLoaderData()
  const client = useQueryClient()
  const router = useRouter()
  // First away from the page: on it, what is forgotten would be asked for again.
  const handleSignedOut = async () => {
    await router.navigate({ to: '/sign-in', search: {} })
    client.clear()
  }

  return (
    <Page title="Settings">
      <section aria-labelledby="workspace-heading" className="card grid max-w-3xl gap-4 p-4 sm:p-5">
        <h2 id="workspace-heading" className="text-lg font-semibold">
          Workspace
        </h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
          <dt className="text-muted">Name</dt>
          <dd className="wrap-anywhere">{workspace.name}</dd>
          <dt className="text-muted">Signed in as</dt>
          <dd className="wrap-anywhere">
            {user.name}, {user.email}
          </dd>
          <dt className="text-muted">Your role</dt>
          <dd className="capitalize">{workspace.role}</dd>
        </dl>
        <div>
          <SignOutButton onSignedOut={() => void handleSignedOut()} />
        </div>
      </section>
      <section aria-labelledby="late-heading" className="card grid max-w-3xl gap-4 p-4 sm:p-5">
        <div>
          <h2 id="late-heading" className="text-lg font-semibold">
            Late posts
          </h2>
          <p className="text-muted">
            When Clipdeck was switched off at a post’s time, the post goes out as soon as it runs again, the oldest
            first. What would be later than this waits for you instead.
          </p>
        </div>
        <LatePosts isOwner={workspace.role === 'owner'} />
      </section>
      <section aria-labelledby="keys-heading" className="card grid max-w-3xl gap-4 p-4 sm:p-5">
        <div>
          <h2 id="keys-heading" className="text-lg font-semibold">
            API keys
          </h2>
          <p className="text-muted">
            A key lets a program do what you can do here.{' '}
            <a href="/docs" className="text-link">
              How to use the API
            </a>
          </p>
        </div>
        <ApiKeyList />
        <CreateApiKeyForm />
      </section>
    </Page>
  )
}
