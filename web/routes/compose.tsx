import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createRoute, Link, useBlocker, useNavigate } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Post } from '#shared/api/posts.ts'
import { errorWords } from '../error-words.ts'
import { accountsQuery } from '../features/accounts/queries.ts'
import { Composer } from '../features/compose/composer.tsx'
import { createLibrary } from '../features/media/create-library.ts'
import { appInfoQuery } from '../features/session/queries.ts'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatMoment } from '../ui/format-time.ts'
import { LeaveDialog } from '../ui/leave-dialog.tsx'
import { Loading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useToast } from '../ui/toast.tsx'
import { signedInRoute } from './signed-in.tsx'

export const composeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/compose',
  component: ComposePage,
})

function ComposePage() {
  return (
    <Page title="New post" lead="One video or up to 35 photos, any number of accounts, each with its own choices.">
      <ComposeForm />
    </Page>
  )
}

function ComposeForm() {
  const accounts = useQuery(accountsQuery())
  const app = useQuery(appInfoQuery())
  const client = useQueryClient()
  const [library] = useState(() => createLibrary(client))
  const isDirty = useRef(false)
  const leaving = useBlocker({
    shouldBlockFn: () => isDirty.current,
    enableBeforeUnload: () => isDirty.current,
    withResolver: true,
  })
  const showCreated = useShowCreated()

  const handleCreated = (post: Post, intent: 'publish' | 'keep') => {
    isDirty.current = false
    showCreated(post, intent)
  }
  const handleDirtyChange = (next: boolean) => {
    isDirty.current = next
  }

  if (accounts.isPending || app.isPending) return <Loading what="accounts" />
  if (accounts.isError) return <ProblemNotice {...errorWords(accounts.error)} onRetry={() => void accounts.refetch()} />
  if (app.isError) return <ProblemNotice {...errorWords(app.error)} onRetry={() => void app.refetch()} />
  if (accounts.data.length === 0) return <NoAccounts />
  return (
    <>
      <Composer
        accounts={accounts.data}
        isAudited={app.data.tiktok.audited}
        photosProblem={app.data.photos.problem}
        library={library}
        onCreated={handleCreated}
        onDirtyChange={handleDirtyChange}
      />
      {leaving.status === 'blocked' && <LeaveDialog onLeave={leaving.proceed} onStay={leaving.reset} />}
    </>
  )
}

function useShowCreated() {
  const navigate = useNavigate()
  const showToast = useToast()
  return (post: Post, intent: 'publish' | 'keep') => {
    showToast({ tone: 'good', ...createdWords(post, intent) })
    void navigate({ to: '/posts/$postId', params: { postId: post.id } })
  }
}

function createdWords(post: Post, intent: 'publish' | 'keep') {
  if (intent === 'keep') return { title: 'Saved', detail: 'Nothing was sent to TikTok.' }
  if (post.status === 'scheduled' && post.publishAt !== null && new Date(post.publishAt) > new Date()) {
    return { title: 'Scheduled', detail: `It goes out ${formatMoment(new Date(post.publishAt))}.` }
  }
  return { title: 'On its way', detail: 'It may take a few minutes until it appears on TikTok.' }
}

function NoAccounts() {
  return (
    <EmptyState
      icon={Users}
      title="Connect an account first"
      action={
        <Link to="/accounts" search={{}} className={buttonClass('primary')}>
          Go to the accounts
        </Link>
      }
    >
      A post needs at least one TikTok account to go to.
    </EmptyState>
  )
}
